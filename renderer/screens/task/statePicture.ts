/**
 * Where the ten states stand in their picture, and which moves of the table are drawn: the ones that
 * most tasks make. A move that this task made is always drawn. Pure.
 */
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'

/** Columns and rows of the picture, from 0: along the top what goes well, under it what does not. */
export const PLACES: Record<TaskState, { column: number; row: number }> = {
  Enqueued: { column: 0, row: 0 },
  Dequeued: { column: 1, row: 0 },
  Running: { column: 2, row: 0 },
  Succeeded: { column: 3, row: 0 },
  Expired: { column: 0, row: 1 },
  Retrying: { column: 1, row: 1 },
  Failed: { column: 3, row: 1 },
  Invalid: { column: 0, row: 2 },
  Stopping: { column: 2, row: 2 },
  Stopped: { column: 3, row: 2 },
}
export const COLUMN_COUNT = 4
export const ROW_COUNT = 3

export type Move = { from: TaskState; to: TaskState; isTaken: boolean }

const USUAL: [TaskState, TaskState][] = [
  ['Enqueued', 'Dequeued'],
  ['Dequeued', 'Running'],
  ['Running', 'Succeeded'],
  ['Running', 'Failed'],
  ['Running', 'Retrying'],
  ['Retrying', 'Dequeued'],
  ['Running', 'Stopping'],
  ['Stopping', 'Stopped'],
  ['Enqueued', 'Expired'],
]

export function movesOf(events: readonly { state: TaskState }[]): Move[] {
  const moves = new Map<string, Move>()
  const add = (from: TaskState, to: TaskState, isTaken: boolean) => moves.set(`${from} ${to}`, { from, to, isTaken })
  for (const [from, to] of USUAL) add(from, to, false)
  for (const [index, { state }] of events.entries()) {
    const before = events[index - 1]?.state
    if (before !== undefined && before !== state) add(before, state, true)
  }
  return [...moves.values()]
}

/** Every usual move is one that the table knows; a test asks. */
export const usualMovesAreKnown = (): boolean =>
  USUAL.every(([from, to]) => Object.values(taskStates.table[from]).includes(to))
