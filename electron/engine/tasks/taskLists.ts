/**
 * Pages and counts of tasks, in exact order of submission whatever is filtered.
 *
 * The filter is turned into ranges of seqs that some index or the primary key yields in order; they
 * are merged, and the rows of the merged seqs are dropped or kept by the rest of the filter. A
 * cursor is the last seq looked at, so pages neither repeat nor skip while tasks change state.
 *
 * A filter that keeps few of the rows it must look at stops after `BUDGET_MS` with a cursor and fewer
 * rows than asked for, or none: that keeps every read transaction short (DESIGN.md section 6).
 */
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../base/clock.ts'
import type { ReadTaskRow } from '../../storage/taskReads.sql.ts'
import type { TaskFilter } from '../ports.ts'
import { type Order, SeqMerge } from './seqMerge.ts'
import { type FilterReads, isCounted, resolveFilter } from './taskFilters.ts'
import { rangesOf } from './taskRanges.ts'
import { seqAtMs } from './taskSeqs.ts'

type ListQuery = { filter: TaskFilter; order: Order; limit: number; cursor: string | null }
/** `searchedToMs`: of a short page that is not the last, the submission of the last task that was looked at. */
type RowPage = { rows: ReadTaskRow[]; nextCursor: string | null; searchedToMs?: number }
type CountQuery = { filter: TaskFilter; afterSeq: number | null; limit: number; cursor: string | null }
type Deps = FilterReads & { clock: Pick<Clock, 'elapsedMs'> }

const BUDGET_MS = 15
const MAX_CHUNK = 300
/** Rows that are only counted cost less than those that are handed over. */
const COUNT_CHUNK = 1_000

/** Call it inside a transaction, so that counters and rows agree; so with the other two. */
export function listRows(deps: Deps, { filter, order, limit, cursor }: ListQuery): RowPage {
  const { merge, pick, untilMs } = begin(deps, { filter, order, cursor, expected: limit, afterSeq: null })
  const rows: ReadTaskRow[] = []
  for (let chunk = limit + 1; ; chunk = Math.min(chunk * 4, MAX_CHUNK)) {
    const seqs = merge.take(chunk)
    rows.push(...deps.reads.pick.all({ ...pick, seqs: JSON.stringify(seqs) }))
    if (rows.length > limit) {
      const page = rows.slice(0, limit)
      return { rows: page, nextCursor: cursorOf(order, page.at(-1)?.seq) }
    }
    if (seqs.length < chunk) return { rows, nextCursor: null }
    const last = seqs.at(-1)
    if (last !== undefined && deps.clock.elapsedMs() > untilMs) {
      return { rows, nextCursor: cursorOf(order, last), searchedToMs: seqAtMs(last) }
    }
  }
}

/** Answered at once and whole, whatever the limit, where the counters know. */
export function countRows(
  deps: Deps,
  { filter, afterSeq, limit, cursor }: CountQuery,
): { count: number; nextCursor: string | null } {
  if (afterSeq === null && cursor === null && isCounted(filter)) {
    return { count: countOf(deps, filter), nextCursor: null }
  }
  const { merge, pick, untilMs } = begin(deps, { filter, order: 'desc', cursor, expected: limit, afterSeq })
  for (let count = 0; ; ) {
    const chunk = Math.min(COUNT_CHUNK, limit - count)
    const seqs = merge.take(chunk)
    count += deps.reads.pickCount.get({ ...pick, seqs: JSON.stringify(seqs) })?.count ?? 0
    if (seqs.length < chunk) return { count, nextCursor: null }
    if (count >= limit || deps.clock.elapsedMs() > untilMs) return { count, nextCursor: cursorOf('desc', seqs.at(-1)) }
  }
}

/** The account's tasks among `seqs`, and which of them the filter keeps. */
export function rowsOf(
  deps: FilterReads,
  { filter, seqs }: { filter: TaskFilter; seqs: number[] },
): { rows: ReadTaskRow[]; matching: Set<number> } {
  const everything = { ...NO_FILTER, accountId: filter.accountId }
  const wanted = JSON.stringify(seqs)
  const rows = deps.reads.pick.all({ ...resolveFilter(deps, everything).pick, seqs: wanted })
  const kept = deps.reads.pickSeqs.all({ ...resolveFilter(deps, filter).pick, seqs: wanted })
  return { rows, matching: new Set(kept.map(({ seq }) => seq)) }
}

const NO_FILTER: Omit<TaskFilter, 'accountId'> = {
  functionName: null,
  states: null,
  idPrefix: null,
  startedFromMs: null,
  startedToMs: null,
  onlyTasks: false,
}

type Beginning = {
  filter: TaskFilter
  order: Order
  cursor: string | null
  expected: number
  afterSeq: number | null
}

function begin({ reads, functions, clock }: Deps, { filter, order, cursor, expected, afterSeq }: Beginning) {
  const untilMs = clock.elapsedMs() + BUDGET_MS
  const resolved = resolveFilter({ reads, functions }, filter)
  if (afterSeq !== null) resolved.span.after = Math.max(resolved.span.after, afterSeq)
  const { after, before } = resolved.span
  const from = cursor === null ? (order === 'asc' ? after : before) : seqOfCursor(order, cursor)
  const { seqs, functionIds } = rangesOf(reads, resolved, { filter, order })
  return {
    merge: new SeqMerge(seqs, { order, from, expected }),
    pick: { ...resolved.pick, functionIds },
    untilMs,
  }
}

function countOf(deps: FilterReads, filter: TaskFilter): number {
  let count = 0
  for (const { counts } of resolveFilter(deps, filter).functions.values()) {
    for (const [state, one] of counts) if (filter.states?.includes(state) ?? true) count += one
  }
  return count
}

const cursorOf = (order: Order, seq: number | undefined) =>
  seq === undefined ? null : Buffer.from(`${order}${seq}`).toString('base64url')

function seqOfCursor(order: Order, cursor: string): number {
  const [, cursorOrder, digits] =
    /^(asc|desc)(\d{1,16})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1')) ?? []
  const seq = Number(digits)
  if (cursorOrder !== order || !Number.isSafeInteger(seq)) {
    throw new AppError('invalid_input', 'the paging token is not one that this list gave out')
  }
  return seq
}
