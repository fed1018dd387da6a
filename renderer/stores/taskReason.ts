/**
 * Why a task is in its state: the sentence of the catalogue (`task.why`) that is true of it, with its
 * numbers. Pure; the caller passes the time.
 */
import { taskStates } from '../../shared/domain/taskStates.ts'
import { assertNever } from '../../shared/errors.ts'
import { countedAttempts, type TaskView } from './taskShapes.ts'

export type TaskReason =
  | { key: 'waits' | 'dequeued' | 'stopping' | 'stoppedWaiting' | 'expiredPlain' | 'invalidPlain' }
  | { key: 'delayed'; dueInMs: number }
  | { key: 'refused'; reason: string; dueInMs: number }
  | { key: 'refusedNow' | 'failedReason' | 'expired' | 'invalid'; reason: string }
  | { key: 'running' | 'failed'; number: number; limit: number }
  | { key: 'retrying'; number: number; next: number; limit: number; dueInMs: number }
  | { key: 'retryingNow'; number: number; next: number; limit: number }
  | { key: 'interrupted' | 'succeeded' | 'failedEarly' | 'stoppedRunning'; number: number }
  | { key: 'stoppedBetween'; next: number }

type ReasonedTask = Pick<TaskView, 'state' | 'reason' | 'dueAtMs' | 'attempts' | 'attemptLimit' | 'retryCount'>

export function reasonOf(task: ReasonedTask, nowMs: number): TaskReason {
  const { state, attempts, attemptLimit: limit } = task
  const reason = task.reason?.replace(/\.$/, '') ?? null
  const dueInMs = task.dueAtMs - nowMs
  const last = attempts.at(-1)
  const number = Math.max(countedAttempts(attempts), 1)
  switch (state) {
    case 'Enqueued':
      if (reason !== null) return dueInMs > 0 ? { key: 'refused', reason, dueInMs } : { key: 'refusedNow', reason }
      return dueInMs > 0 ? { key: 'delayed', dueInMs } : { key: 'waits' }
    case 'Dequeued':
      return { key: 'dequeued' }
    case 'Running':
      return { key: 'running', number, limit }
    case 'Retrying':
      if (last?.outcome === 'Interrupted') return { key: 'interrupted', number: last.number }
      if (dueInMs > 0) return { key: 'retrying', number, next: number + 1, limit, dueInMs }
      return { key: 'retryingNow', number, next: number + 1, limit }
    case 'Succeeded':
      return { key: 'succeeded', number }
    case 'Failed':
      if (reason !== null) return { key: 'failedReason', reason: reason.replace(/^not retried: /, '') }
      return number < limit ? { key: 'failedEarly', number } : { key: 'failed', number, limit }
    case 'Stopping':
      return { key: 'stopping' }
    case 'Stopped':
      if (last === undefined) return { key: 'stoppedWaiting' }
      return last.outcome === 'Failed' || last.outcome === 'Interrupted'
        ? { key: 'stoppedBetween', next: number + 1 }
        : last.startedAtMs === null
          ? { key: 'stoppedWaiting' }
          : { key: 'stoppedRunning', number }
    case 'Expired':
      return reason === null ? { key: 'expiredPlain' } : { key: 'expired', reason }
    case 'Invalid':
      return reason === null ? { key: 'invalidPlain' } : { key: 'invalid', reason }
    default:
      return assertNever(state)
  }
}

/** What became of the attempt that failed last: the key of `task.error` that is true of it. */
export type FailureOutcome = { key: 'last' | 'again' | 'againNow' | 'now' | 'ended' | 'attempt'; dueInMs: number }

export function failureOutcome(task: ReasonedTask, nowMs: number): FailureOutcome {
  const dueInMs = task.dueAtMs - nowMs
  if (task.state === 'Retrying') return { key: dueInMs > 0 ? 'again' : 'againNow', dueInMs }
  if (!taskStates.isFinal(task.state)) return { key: 'now', dueInMs }
  if (task.state !== 'Failed') return { key: 'attempt', dueInMs }
  return { key: countedAttempts(task.attempts) >= task.attemptLimit ? 'last' : 'ended', dueInMs }
}
