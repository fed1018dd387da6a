/** What becomes of a task when a scheduler reports that its attempt started or ended (DESIGN.md section 3). */

import type { FinalTaskState } from '../../../shared/domain/taskStates.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { assertNever } from '../../../shared/errors.ts'
import { bindable, isInline } from '../../storage/bodies.ts'
import type { FinalFields, TaskRow } from '../../storage/tasks.sql.ts'
import type { AttemptEnd, AttemptFacts, AttemptStart } from '../messages.ts'
import { boundedErrorBody } from './errorBodies.ts'
import { MAX_INTERRUPTION_COUNT, refusalDelayMs, retryDelayMs } from './retryPolicy.ts'
import type { Granted, StoreState } from './storeState.ts'

/** Ignored when the scheduler no longer holds the task: its lease was passed on. */
export function startAttempt(state: StoreState, lease: number, { key, startedAtMs, instanceId }: AttemptStart): void {
  const granted = state.granted.get(key)
  if (granted === undefined || granted.lease !== lease || granted.state !== 'Dequeued') return
  state.sql.start.run({ seq: key, lease, startedAtMs, instanceId })
  state.counters.move(granted.functionId, granted.state, taskStates.next(granted.state, 'start'))
  granted.state = 'Running'
  measureWait(state, granted, startedAtMs)
}

/** Ignored when the scheduler no longer holds the task. */
export function endAttempt(
  state: StoreState,
  lease: number,
  { key: seq, end }: { key: number; end: AttemptEnd },
): void {
  const granted = state.granted.get(seq)
  if (granted === undefined || granted.lease !== lease) return
  state.letGo(seq, granted)
  measureWait(state, granted, factsOf(end)?.startedAtMs)
  state.metrics?.ran(granted.functionId, end)
  // A stop that was asked for wins over whatever the handler did in its last moments.
  if (granted.state === 'Stopping') return finish(state, { seq, granted, facts: factsOf(end) }, { state: 'Stopped' })

  switch (end.outcome) {
    case 'succeeded':
      return succeed(state, { seq, granted, end })
    case 'failed':
      return retryOrFail(state, { seq, granted, end })
    case 'released':
      return release(state, seq, granted)
    case 'refused':
      return backOff(state, { seq, granted, reason: end.reason })
    case 'stopped': // nobody asked for it: the scheduler closes in good order, and the task runs again later
      if (end.facts === null || granted.state === 'Dequeued') return release(state, seq, granted)
      return interrupt(state, { seq, granted, isSuspect: false })
    case 'invalid':
      return finish(state, { seq, granted, facts: null }, { state: 'Invalid', reason: end.reason })
    default:
      assertNever(end)
  }
}

type Ending = { seq: number; granted: Granted; facts: AttemptFacts | null; endedAtMs?: number }

function finish(
  state: StoreState,
  { seq, granted, facts, endedAtMs }: Ending,
  fields: { state: FinalTaskState } & Partial<Pick<FinalFields, 'errorType' | 'errorBody' | 'reason' | 'result'>>,
): void {
  const atMs = facts?.endedAtMs ?? endedAtMs ?? state.clock.nowMs()
  state.sql.finish.run({
    seq,
    lease: granted.lease,
    startedAtMs: facts?.startedAtMs ?? null,
    endedAtMs: atMs,
    instanceId: facts?.instanceId ?? null,
    peakMemoryBytes: facts?.peakMemoryBytes ?? null,
    errorType: null,
    errorBody: null,
    reason: null,
    result: null,
    ...fields,
  })
  state.counters.move(granted.functionId, granted.state, fields.state)
  const { functionId, madeBy } = granted
  state.followUps.taskEnded({ seq, functionId, madeBy, endedAtMs: atMs, state: fields.state })
}

/** The scheduler that should have ended it is gone, and its instance with it. */
export function stopped(state: StoreState, seq: number, granted: Granted): void {
  finish(state, { seq, granted, facts: null }, { state: 'Stopped' })
}

function succeed(
  state: StoreState,
  ending: { seq: number; granted: Granted; end: AttemptEnd & { outcome: 'succeeded' } },
): void {
  const { seq, granted, end } = ending
  const result = bindable(end.result)
  finish(state, { seq, granted, facts: end }, { state: 'Succeeded', result: isInline(result) ? result : null })
  if (!isInline(result)) state.sql.insertBody.run({ seq, kind: 'result', body: result })
}

function retryOrFail(
  state: StoreState,
  ending: { seq: number; granted: Granted; end: AttemptEnd & { outcome: 'failed' } },
): void {
  const { seq, granted, end } = ending
  const row = state.sql.bySeq.get({ seq })
  const maxRetryCount = state.functions.byId(granted.functionId)?.maxRetryCount ?? 0 // deleted: no more tries
  const { errorType, startedAtMs, endedAtMs, instanceId, peakMemoryBytes } = end
  const errorBody = boundedErrorBody(end.errorBody)
  if (row === undefined || row.retryCount >= maxRetryCount) {
    return finish(state, { seq, granted, facts: end }, { state: 'Failed', errorType, errorBody })
  }
  const dueAtMs = state.clock.nowMs() + retryDelayMs(row.retryCount + 1)
  state.sql.keepAttempt.run({
    seq,
    outcome: 'Failed',
    startedAtMs,
    endedAtMs,
    instanceId,
    peakMemoryBytes,
    errorType,
    errorBody,
  })
  state.sql.retry.run({ seq, dueAtMs, startedAtMs, instanceId, errorType, errorBody })
  state.metrics?.retried(granted.functionId)
  state.counters.move(granted.functionId, granted.state, 'Retrying')
  state.waitsUntil(dueAtMs)
}

/** One that ran before waits as Retrying: it can no longer expire, which is for tasks that never ran. */
const waitingState = (row: TaskRow) => (row.attemptCount > 1 ? 'Retrying' : 'Enqueued')

/** Back to its place in the queue as if it had not been granted. */
export function release(state: StoreState, seq: number, granted: Granted): void {
  const row = state.sql.bySeq.get({ seq })
  if (row === undefined) return
  const next = waitingState(row)
  state.sql.release.run({ seq, state: next })
  state.counters.move(granted.functionId, granted.state, next)
  state.waits(granted.queueId, {
    seq,
    functionId: granted.functionId,
    lane: granted.lane,
    dueAtMs: row.dueAtMs,
    state: next,
  })
}

function backOff(state: StoreState, { seq, granted, reason }: { seq: number; granted: Granted; reason: string }): void {
  const row = state.sql.bySeq.get({ seq })
  if (row === undefined) return
  const dueAtMs = state.clock.nowMs() + refusalDelayMs(row.refusalCount + 1)
  const next = waitingState(row)
  state.sql.backOff.run({ seq, state: next, dueAtMs, reason })
  state.counters.move(granted.functionId, granted.state, next)
  state.waitsUntil(dueAtMs)
}

/**
 * Its host or scheduler ended while it ran: it runs again without using a retry. `isSuspect`: they died,
 * which this task may have caused, so after `MAX_INTERRUPTION_COUNT` times it is not tried again.
 */
export function interrupt(
  state: StoreState,
  { seq, granted, isSuspect }: { seq: number; granted: Granted; isSuspect: boolean },
): void {
  const row = state.sql.bySeq.get({ seq })
  if (row === undefined) return
  const nowMs = state.clock.nowMs()
  const unknown = { startedAtMs: null, instanceId: null, peakMemoryBytes: null, errorType: null, errorBody: null }
  state.sql.keepAttempt.run({ seq, outcome: 'Interrupted', endedAtMs: nowMs, ...unknown })
  const interruptionCount = row.interruptionCount + (isSuspect ? 1 : 0)
  if (interruptionCount >= MAX_INTERRUPTION_COUNT) {
    const reason = `interrupted ${interruptionCount} times: its host or scheduler died while it ran, so it was not tried again`
    return finish(state, { seq, granted, facts: null, endedAtMs: nowMs }, { state: 'Failed', reason })
  }
  state.sql.interrupt.run({ seq, interruptionCount })
  state.counters.move(granted.functionId, granted.state, 'Retrying')
  const { functionId, lane } = granted
  state.waits(granted.queueId, { seq, functionId, lane, dueAtMs: row.dueAtMs, state: 'Retrying' })
}

/** Once for each attempt: by the report of its start, or of its end when that came first. */
function measureWait(state: StoreState, granted: Granted, startedAtMs: number | undefined): void {
  if (granted.readyAtMs === null || startedAtMs === undefined) return
  state.metrics?.waited(granted.functionId, startedAtMs - granted.readyAtMs)
  granted.readyAtMs = null
}

function factsOf(end: AttemptEnd): AttemptFacts | null {
  if (end.outcome === 'succeeded' || end.outcome === 'failed') return end
  return end.outcome === 'stopped' ? end.facts : null
}
