/** Tasks and attempts as every face (FC API, console, CLI) reads them. */
import type { Body } from './body.ts'
import type { TaskState } from './taskStates.ts'

/** FC's words for what went wrong in a handler (FC.md section 1.5). */
export type FunctionErrorType = 'HandledInvocationError' | 'UnhandledInvocationError' | 'InitializationError'

/** How an attempt ended. Interrupted: the host or its scheduler died; it uses no retry. */
export type AttemptOutcome = 'Succeeded' | 'Failed' | 'Stopped' | 'Interrupted'

export type Attempt = {
  number: number // from 1; counts every execution, interrupted ones too
  outcome: AttemptOutcome | null // null while it runs
  dequeuedAtMs: number | null
  startedAtMs: number | null
  endedAtMs: number | null
  instanceId: string | null
  codeHash: string | null
  interpreterVersion: string | null
  peakMemoryBytes: number | null
  errorType: FunctionErrorType | null
  errorBody: string | null // FC's error JSON text
}

export type TaskSummary = {
  seq: number
  functionId: number
  functionName: string
  taskId: string
  requestId: string
  state: TaskState
  isTask: boolean // false: a plain asynchronous call, hidden from the FC API's task operations
  submittedAtMs: number
  dueAtMs: number
  startedAtMs: number | null // of the latest attempt
  endedAtMs: number | null
  attemptCount: number
  retryCount: number // function errors that were tried again
  instanceId: string | null
  errorType: FunctionErrorType | null
  errorBody: string | null
  reason: string | null // why it is Expired, Invalid, or waits after a refusal
}

/** One derived entry of FC's `events` (FC.md section 1.5). */
export type TaskTransition = { state: TaskState; atMs: number; detail: string }

export type TaskDetail = TaskSummary & {
  payload: Body
  result: Body | null
  attempts: Attempt[] // oldest first, the current one last
  events: TaskTransition[]
}
