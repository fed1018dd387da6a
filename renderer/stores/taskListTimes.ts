/** How long a task waited and ran, for a row. Never negative, whatever clocks did; null where there is nothing to say. */
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { taskStates } from '../../shared/domain/taskStates.ts'

type Times = Pick<TaskRow, 'state' | 'dueAtMs' | 'startedAtMs' | 'endedAtMs'>
/** `isOver` false: it still grows. */
export type Span = { ms: number; isOver: boolean }

const span = (fromMs: number, toMs: number, isOver: boolean): Span => ({ ms: Math.max(0, toMs - fromMs), isOver })

const isInLine = (state: TaskRow['state']) => state === 'Enqueued' || state === 'Dequeued' || state === 'Retrying'

/** From when it could have run until it did, of the latest attempt. */
export function waitOf({ state, dueAtMs, startedAtMs, endedAtMs }: Times, nowMs: number): Span | null {
  if (isInLine(state)) return span(dueAtMs, nowMs, false)
  if (startedAtMs !== null) return span(dueAtMs, startedAtMs, true)
  return endedAtMs === null ? null : span(dueAtMs, endedAtMs, true)
}

/** Until then it is not its turn: it was delayed, or waits for its next attempt. Null when it is due. */
export function dueIn({ state, dueAtMs }: Times, nowMs: number): number | null {
  return (state === 'Enqueued' || state === 'Retrying') && dueAtMs > nowMs ? dueAtMs - nowMs : null
}

/** Of the latest attempt. */
export function runOf({ state, startedAtMs, endedAtMs }: Times, nowMs: number): Span | null {
  if (startedAtMs === null) return null
  if (endedAtMs !== null) return span(startedAtMs, endedAtMs, true)
  return isInLine(state) || taskStates.isFinal(state) ? null : span(startedAtMs, nowMs, false)
}
