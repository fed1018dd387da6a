/** Answers what the gateway asks about this scheduler's instances. */
import { AppError } from '../../../shared/errors.ts'
import type { InstanceCalls } from '../../base/instanceCalls.ts'
import type { Revision } from '../../base/revision.ts'
import type { FunctionPool } from './functionPool.ts'
import type { Instance } from './instance.ts'
import type { InstancePools } from './instancePools.ts'

export type InstanceCallsDeps = {
  pools: InstancePools
  revision: Revision
  /** False before the store has said which functions there are. */
  knowsFunctions(): boolean
}

/** Why an instance ended, as everybody reads it. */
const STOPPED = 'stopped by hand'
const RESTARTED = 'restarted by hand'

export function instanceCalls({ pools, revision, knowsFunctions }: InstanceCallsDeps): InstanceCalls {
  return {
    revisionAfter: (known) => revision.revisionAfter(known),
    liveInstances: async () => [...pools.instances(), ...pools.held].map(({ live }) => live),
    samplesOf: async (instanceId) => (find(instanceId)?.instance ?? pools.held.find(instanceId))?.usage.samples ?? null,
    loginTarget: async (instanceId) => pools.loginTarget(instanceId),
    setTerminals: async (counts) => {
      for (const instance of [...pools.instances(), ...pools.held]) instance.setTerminals(counts[instance.id] ?? 0)
      revision.grow()
    },
    stopInstance: async ({ instanceId, when }) => {
      const held = pools.held.find(instanceId)
      if (held !== null) return pools.held.end(held)
      const { pool, instance } = get(instanceId)
      pool.retire(instance, { when, detail: STOPPED })
    },
    restartInstance: async (instanceId) => {
      if (pools.held.find(instanceId) !== null) {
        const message = `instance '${instanceId}' has ended and is only kept to be looked at: pre-warm the function to get another one`
        throw new AppError('instance_ended', message)
      }
      const { pool, instance } = get(instanceId)
      const failure = pool.restart(instance, RESTARTED)
      if (failure !== null) {
        throw new AppError('instance_unavailable', `no other instance could be started, so this one stays: ${failure}`)
      }
    },
    prewarm: async ({ functionId, count }) => {
      if (!knowsFunctions()) throw new AppError('unavailable', 'the scheduler is being restarted: try again')
      const pool = pools.poolOf(functionId)
      if (pool === null)
        throw new AppError('function_not_found', 'the function does not exist: it may have been deleted')
      return pool.prewarm(count, pools.roomOnMachine)
    },
  }

  function find(instanceId: string): { pool: FunctionPool; instance: Instance } | null {
    for (const pool of pools.all()) {
      for (const instance of pool.instances) if (instance.id === instanceId) return { pool, instance }
    }
    return null
  }

  function get(instanceId: string): { pool: FunctionPool; instance: Instance } {
    const found = find(instanceId)
    if (found === null)
      throw new AppError(
        'instance_not_found',
        `no instance '${instanceId}' lives: it has ended, or there never was one`,
      )
    return found
  }
}
