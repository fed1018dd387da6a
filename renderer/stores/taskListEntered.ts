/**
 * Tasks that come to match a filter long after they were submitted, such as those that fail under
 * `status:failed`: they belong among the rows, not above them, so "newer than the newest" does not find them.
 *
 * All that match in the span of the loaded rows are counted, and the loaded ones that match are taken away. What
 * left the filter unseen is not known, so this is never too many and may be too few until the user refreshes. It
 * costs as much as the list's own count, and is asked as seldom.
 */
import type { TaskFilter } from '../../shared/contract/taskFilter.ts'
import { client } from '../bridge/client.ts'
import { useTaskList } from './taskListState.ts'

const ENTERED_EVERY_MS = 2_000
const MAX_ENTERED = 1_000
const MAX_COUNTED = 10_000 // of one call

let counted: { seqs: readonly number[]; count: number; atMs: number } = { seqs: [], count: 0, atMs: 0 }

/** Whether a task can match that did not before: by its state, attempts, error, instance or dead letter. */
export function canBeEntered(filter: TaskFilter): boolean {
  const { states, minAttempts, maxAttempts, text, errorText, instanceId, groupId, letters } = filter
  return [states, minAttempts, maxAttempts, text, errorText, instanceId, groupId, letters].some(
    (part) => part !== undefined,
  )
}

/** The last number, if it is of these rows. */
export const enteredCountOf = (seqs: readonly number[]): number => (counted.seqs === seqs ? counted.count : 0)

/** At once after a clock that went back. */
export function enteredDueInMs(): number {
  const passedMs = Date.now() - counted.atMs
  return passedMs < 0 ? 0 : Math.max(0, ENTERED_EVERY_MS - passedMs)
}

/** Those that are newer than the newest row are among them. */
export async function countEntered(filter: TaskFilter): Promise<number> {
  const { seqs, cursor } = useTaskList.getState()
  counted = { ...counted, atMs: Date.now() }
  const limit = Math.min(MAX_COUNTED, seqs.length + MAX_ENTERED)
  const oldestSeq = seqs.at(-1)
  const span = cursor === null || oldestSeq === undefined ? {} : { afterSeq: oldestSeq - 1 }
  const { count, nextCursor } = await client['tasks.count']({ filter, limit, ...span })
  const isWhole = nextCursor === null || count >= limit
  const { rows } = useTaskList.getState()
  const matching = seqs.filter((seq) => rows.get(seq)?.match === 'yes').length
  counted = { seqs, count: isWhole ? Math.max(0, count - matching) : 0, atMs: counted.atMs }
  return counted.count
}
