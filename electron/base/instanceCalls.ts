/**
 * What the gateway may ask of the scheduler about its instances, over the port between them. All of it is
 * about this moment: what has ended is in the databases.
 */
import type { InstanceState } from '../../shared/domain/instanceStates.ts'
import type { RevisionSource } from './revision.ts'

/** One entry a second, the oldest first; the arrays are equally long. */
export type Samples = { atMs: number[]; cpuPercents: number[]; memoryBytes: number[] }

/** An attempt that runs. `key` is the task's seq, or a negative number for a synchronous call. */
export type LiveRun = { key: number; requestId: string; taskId: string | null; attempt: number; startedAtMs: number }

export type LiveInstance = {
  instanceId: string
  functionId: number
  state: InstanceState
  pid: number | null
  codeHash: string
  createdAtMs: number
  coldStartMs: number | null
  servedCount: number
  runs: LiveRun[]
  idleSinceMs: number | null
  stopsAtMs: number | null // when it ends for being idle
  terminalCount: number
  heldUntilMs: number | null // ended, but kept to be looked at
  memoryLimitBytes: number
  timeoutMs: number
  peakMemoryBytes: number | null
  recent: Samples // up to a minute
}

/** How to get into an instance: a process inside, and what its functions see. */
export type LoginTarget = {
  instanceId: string
  functionId: number
  functionName: string
  pid: number // of a process in its namespaces, or of the instance where there are none
  pidStartedAtTicks: number | null // /proc/PID/stat field 22: another one means another process
  hasNamespaces: boolean
  environment: Record<string, string>
  codePath: string // as the instance sees it; a shell begins there
  interpreterPath: string // as the instance sees it
  runtimeDir: string // our files for what runs inside, as the instance sees them
  isHeld: boolean
  /** What runs, or for a held one what failed, the latest last. */
  runs: LiveRun[]
  lastTaskId: string | null // of the attempts that have ended in it
}

export type InstanceCalls = {
  /** Living and held ones. */
  liveInstances(): Promise<LiveInstance[]>
  /** Up to an hour; null: it does not live. */
  samplesOf(instanceId: string): Promise<Samples | null>
  /** instance_not_found (also when it has ended), instance_unavailable while it starts */
  loginTarget(instanceId: string): Promise<LoginTarget>
  /** How many terminals are open in each instance; whoever is not named has none. */
  setTerminals(counts: Record<string, number>): Promise<void>
  /** Ends the hold of a held one. instance_not_found */
  stopInstance(target: { instanceId: string; when: 'afterTasks' | 'now' }): Promise<void>
  /** instance_not_found, instance_ended for a held one */
  restartInstance(instanceId: string): Promise<void>
  /** function_not_found. `refusal`: why there are not more. */
  prewarm(wish: { functionId: number; count: number }): Promise<{ startedCount: number; refusal: string | null }>
} & RevisionSource

export const INSTANCE_CALLS = [
  'revisionAfter',
  'liveInstances',
  'samplesOf',
  'loginTarget',
  'setTerminals',
  'stopInstance',
  'restartInstance',
  'prewarm',
] as const satisfies (keyof InstanceCalls)[]
