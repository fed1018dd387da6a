/** How to get into an instance: which process to enter, and what its function sees there. */
import { AppError } from '../../../shared/errors.ts'
import type { LiveRun, LoginTarget } from '../../base/instanceCalls.ts'
import type { FunctionSpec } from '../messages.ts'
import type { Identity } from './instanceProcess.ts'
import type { Launch } from './launch.ts'

export type LoginFacts = {
  instanceId: string
  spec: Pick<FunctionSpec, 'functionId' | 'functionName'>
  launch: Launch
  inside: Identity | null // null: it has not come up yet
  runs: LiveRun[]
  isHeld: boolean
  lastTaskId: string | null
}

/** Throws instance_unavailable while the instance starts. */
export function loginTargetOf({ instanceId, spec, launch, inside, runs, isHeld, lastTaskId }: LoginFacts): LoginTarget {
  if (inside === null) {
    throw new AppError('instance_unavailable', `instance '${instanceId}' is starting: try again in a moment`)
  }
  const { functionId, functionName } = spec
  const { environment, codePath, interpreterPath, runtimeDir, hasNamespaces } = launch
  return {
    instanceId,
    functionId,
    functionName,
    ...inside,
    hasNamespaces,
    environment,
    codePath,
    interpreterPath,
    runtimeDir,
    isHeld,
    runs,
    lastTaskId,
  }
}
