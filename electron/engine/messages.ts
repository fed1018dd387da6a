/**
 * What the store and the schedulers say to each other. Plain data: it crosses threads by structured
 * clone. Everything is sent in batches, at most one message a turn of either side.
 */
import type { Body } from '../../shared/domain/body.ts'
import type { InstanceState } from '../../shared/domain/instanceStates.ts'
import type { FunctionErrorType } from '../../shared/domain/task.ts'

/** All that is needed to run a function; a new `revision` whenever configuration or code changed. */
export type FunctionSpec = {
  functionId: number
  revision: number
  functionName: string
  accountUid: string
  region: string
  runtime: string
  handler: string
  timeoutMs: number
  memoryBytes: number
  instanceConcurrency: number
  maxInstances: number
  idleTimeoutMs: number
  holdMs: number // how long its instance is kept after an attempt failed in it; 0: not
  environment: Record<string, string>
  initializer: LifecycleHook | null
  preStop: LifecycleHook | null
  customRuntime: { command: string[]; args: string[]; port: number } | null
  codePath: string // absolute folder, bound at /code
  codeHash: string // content hash; recorded on each attempt
}
export type LifecycleHook = { handler: string; timeoutMs: number }

/** One execution to do. `key` is the task's seq, or a negative number for a synchronous call. */
export type Invocation = {
  key: number
  functionId: number
  requestId: string
  taskId: string | null
  attempt: number // from 1
  retryCount: number
  payload: Body
  wantsLogTail: boolean
}

/** Facts about an attempt that ran, successful or not. */
export type AttemptFacts = {
  startedAtMs: number
  endedAtMs: number
  durationMs: number // handler time, fractions allowed
  instanceId: string
  peakMemoryBytes: number // of the process tree, since the instance started
  logTail: string | null // the last 4 KiB of output; only if asked for
}

export type AttemptEnd =
  | (AttemptFacts & { outcome: 'succeeded'; result: Body })
  | (AttemptFacts & { outcome: 'failed'; errorType: FunctionErrorType; errorBody: string })
  /** Stopped on request: the handler was running (`facts`), or had not begun (null). */
  | { outcome: 'stopped'; facts: AttemptFacts | null }
  /** Handed back unstarted, for example because its instance died under another task. */
  | { outcome: 'released' }
  /** No instance could be started now; may succeed later (DESIGN.md section 4, refusal 3). */
  | { outcome: 'refused'; reason: string }
  /** Can never run: runtime unsupported, interpreter missing (DESIGN.md section 3). */
  | { outcome: 'invalid'; reason: string }

export type AttemptStart = { key: number; startedAtMs: number; instanceId: string }

/** Sent at every change of state; the first one (starting) before the instance gets any task. */
export type InstanceReport = {
  instanceId: string
  functionId: number
  state: InstanceState
  pid: number | null
  pidStartedAtTicks: number | null // /proc/PID/stat field 22, so that a reused pid is never killed
  codeHash: string
  revision: number // of the function, as FunctionSpec has it
  interpreterVersion: string | null
  coldStartMs: number | null
  servedCount: number // attempts that have ended in it
  peakMemoryBytes: number | null // null: not measured yet
  atMs: number
  detail: string | null // exit code or signal, notices such as a version mismatch
}

export type StoreToScheduler =
  /** First of all, again after each new connection: who the scheduler is for its leases. */
  | { kind: 'welcome'; schedulerId: number }
  | { kind: 'functions'; specs: FunctionSpec[]; removedIds: number[] }
  | { kind: 'grants'; invocations: Invocation[] }
  | { kind: 'stop'; keys: number[] }

export type SchedulerToStore = {
  kind: 'report'
  started: AttemptStart[]
  ended: { key: number; end: AttemptEnd }[]
  instances: InstanceReport[]
  /** How many invocations per place the scheduler can hide latency with: 1, or more for a function
   *  whose runs are far shorter than a hop between processes. */
  depths: { functionId: number; depth: number }[]
  /** The scheduler takes no more grants, because its host stops. */
  isClosing?: true
}

export type { LogToScheduler, OutputChunk, SchedulerToLog } from '../base/logMessages.ts'
