/** Answers what the gateway asks about this scheduler's instances. */
import type { InstanceCalls } from '../../base/instanceCalls.ts'
import type { Revision } from '../../base/revision.ts'
import type { InstancePools } from './instancePools.ts'

export type InstanceCallsDeps = { pools: InstancePools; revision: Revision }

export function instanceCalls({
  pools,
  revision,
}: InstanceCallsDeps): Pick<InstanceCalls, 'revisionAfter' | 'loginTarget'> {
  return {
    revisionAfter: (known) => revision.revisionAfter(known),
    loginTarget: async (instanceId) => pools.loginTarget(instanceId),
  }
}
