/**
 * Pages of tasks, in exact order of submission whatever is filtered.
 *
 * The filter is turned into ranges of seqs that some index or the primary key yields in order; they
 * are merged, and the rows of the merged seqs are dropped or kept by the rest of the filter. A
 * cursor is the last seq looked at, so pages neither repeat nor skip while tasks change state.
 *
 * A filter that keeps few of the rows it must look at stops after `BUDGET_MS` with a cursor and fewer
 * rows than asked for, or none: that keeps every read transaction short (DESIGN.md section 6).
 */

import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../../base/clock.ts'
import type { FunctionReads } from '../../storage/functionReads.sql.ts'
import type { PickFilter, ReadTaskRow, TaskReads } from '../../storage/taskReads.sql.ts'
import type { TaskFilter } from '../ports.ts'
import { type Order, SeqMerge, type SeqRange } from './seqMerge.ts'
import { seqFloor } from './taskSeqs.ts'

type ListQuery = { filter: TaskFilter; order: Order; limit: number; cursor: string | null }
type RowPage = { rows: ReadTaskRow[]; nextCursor: string | null }
type Deps = { reads: TaskReads; functions: FunctionReads; clock: Pick<Clock, 'elapsedMs'> }

const BUDGET_MS = 15
const MAX_CHUNK = 300
/** Up to so many ids of a prefix are sorted by seq; beyond it walking in order finds a page sooner. */
const MAX_SORTED_IDS = 5_000
/** A walk over everybody's tasks looks at no more than so many rows for each one of the account's. */
const MAX_WALK_RATIO = 4
/** A burst of submits, or a clock that was set back a little, runs seqs ahead of their instants (taskSeqs.ts). */
const SEQ_SLACK_MS = 1_000

/** States in which `started_at_ms` is always empty. */
const NEVER_STARTED: readonly TaskState[] = ['Enqueued', 'Dequeued', 'Expired']

const STATES_OF_PLACE: readonly TaskState[][] = [
  ['Enqueued', 'Retrying'], // delayed
  ['Enqueued', 'Retrying'], // ready
  ['Dequeued', 'Running', 'Stopping'], // granted
]

/** Call it inside a transaction, so that counters and rows agree. */
export function listRows({ reads, functions, clock }: Deps, { filter, order, limit, cursor }: ListQuery): RowPage {
  const span = spanOf(filter)
  const from = cursor === null ? (order === 'asc' ? span.after : span.before) : seqOfCursor(order, cursor)
  const ranges = rangesOf({ reads, functions }, filter, { order, ...span })
  const merge = new SeqMerge(ranges.seqs, { order, from, expected: limit })
  const pick = { ...pickFilter(filter), ...ranges.pick }
  const untilMs = clock.elapsedMs() + BUDGET_MS

  const rows: ReadTaskRow[] = []
  for (let chunk = limit + 1; ; chunk = Math.min(chunk * 4, MAX_CHUNK)) {
    const seqs = merge.take(chunk)
    rows.push(...reads.pick.all({ ...pick, seqs: JSON.stringify(seqs) }))
    if (rows.length > limit) {
      const page = rows.slice(0, limit)
      return { rows: page, nextCursor: cursorOf(order, page.at(-1)?.seq) }
    }
    if (seqs.length < chunk) return { rows, nextCursor: null }
    if (clock.elapsedMs() > untilMs) return { rows, nextCursor: cursorOf(order, seqs.at(-1)) }
  }
}

type Ranges = { seqs: SeqRange[]; pick: Partial<PickFilter> }
/** No task of the filter lies outside; both ends are excluded. */
type Span = { after: number; before: number }
type OrderedSpan = Span & { order: Order }

function rangesOf({ reads, functions }: Omit<Deps, 'clock'>, filter: TaskFilter, span: OrderedSpan): Ranges {
  const { order } = span
  const counters = countersOf({ reads, functions }, filter)
  const byId = filter.idPrefix === null ? null : sortedIds(reads, [...counters.keys()], filter.idPrefix, order)
  if (byId !== null) return { seqs: [byId], pick: {} }
  if (filter.functionName === null && filter.states === null) {
    const own = sum([...counters.values()].flatMap((states) => [...states.values()]))
    const total = reads.total.get()?.count ?? 0
    if (total <= own * MAX_WALK_RATIO) {
      const functionIds = total === own ? null : JSON.stringify([...counters.keys()])
      return { seqs: [windowed(reads[order].walk, {}, span)], pick: { functionIds } }
    }
  }
  return {
    seqs: [...counters].flatMap(([id, states]) => rangesOfFunction(reads, id, { states, filter, span })),
    pick: {},
  }
}

type FunctionPart = { states: Map<TaskState, number>; filter: TaskFilter; span: OrderedSpan }

/** Only ranges that hold something; the counters know. */
function rangesOfFunction(reads: TaskReads, functionId: number, { states, filter, span }: FunctionPart): SeqRange[] {
  const { final, open } = reads[span.order]
  const isWanted = (state: TaskState) => states.has(state) && (filter.states?.includes(state) ?? true)
  const finals = taskStates.finalStates.filter(isWanted).map((state) => windowed(final, { functionId, state }, span))
  const opens = STATES_OF_PLACE.flatMap((statesOfPlace, place) =>
    statesOfPlace.some(isWanted) ? [windowed(open, { functionId, place }, span)] : [],
  )
  return [...finals, ...opens]
}

type WindowStatement<P> = { all(parameters: P & Span & { limit: number }): { seq: number }[] }

function windowed<P extends object>(statement: WindowStatement<P>, parameters: P, span: OrderedSpan): SeqRange {
  const { order, after, before } = span
  return (from, limit) => {
    const rest = order === 'asc' ? { after: Math.max(from, after), before } : { after, before: Math.min(from, before) }
    return statement.all({ ...parameters, ...rest, limit }).map(({ seq }) => seq)
  }
}

/** All tasks with the prefix as one range; null when there are too many to sort. */
function sortedIds(reads: TaskReads, functionIds: number[], prefix: string, order: Order): SeqRange | null {
  const seqs: number[] = []
  for (const functionId of functionIds) {
    const limit = MAX_SORTED_IDS + 1 - seqs.length
    for (const { seq } of reads.ids.all({ functionId, ...prefixRange(prefix), limit })) seqs.push(seq)
    if (seqs.length > MAX_SORTED_IDS) return null
  }
  seqs.sort((a, b) => (order === 'asc' ? a - b : b - a))
  return (from, limit) => {
    const start = seqs.findIndex((seq) => (order === 'asc' ? seq > from : seq < from))
    return start < 0 ? [] : seqs.slice(start, start + limit)
  }
}

/** Ids are ASCII (shared/domain/taskId.ts), so a DEL sorts after every id with the prefix. */
const prefixRange = (prefix: string) => ({ idFrom: prefix, idBefore: `${prefix}\u007f` })

function countersOf(
  { reads, functions }: Omit<Deps, 'clock'>,
  filter: TaskFilter,
): Map<number, Map<TaskState, number>> {
  const { accountId, functionName: name } = filter
  if (name === null) return byFunction(reads.counters.all({ accountId }))
  const living = functions.living.get({ accountId, name })
  if (living === undefined) throw new AppError('function_not_found', `function '${name}' does not exist`)
  return byFunction(reads.functionCounters.all({ functionId: living.id }))
}

function byFunction(
  rows: { functionId: number; state: TaskState; count: number }[],
): Map<number, Map<TaskState, number>> {
  const table = new Map<number, Map<TaskState, number>>()
  for (const { functionId, state, count } of rows) {
    const states = table.get(functionId) ?? new Map<TaskState, number>()
    table.set(functionId, states.set(state, count))
  }
  return table
}

function pickFilter({ states, idPrefix, startedFromMs, startedToMs, onlyTasks }: TaskFilter): Omit<PickFilter, 'seqs'> {
  return {
    functionIds: null,
    states: states === null ? null : JSON.stringify(states),
    ...(idPrefix === null ? { idFrom: null, idBefore: null } : prefixRange(idPrefix)),
    startedFromMs,
    startedToMs,
    onlyTasks: onlyTasks ? 1 : 0,
  }
}

/** A range of start times as a range of seqs: a task starts after it was submitted. */
function spanOf({ states, startedFromMs, startedToMs }: TaskFilter): Span {
  const countsBySubmission = states?.every((state) => NEVER_STARTED.includes(state)) ?? false
  return {
    after: startedFromMs !== null && countsBySubmission ? seqFloor(startedFromMs) - 1 : -1,
    before: startedToMs === null ? Number.MAX_SAFE_INTEGER : seqFloor(startedToMs + SEQ_SLACK_MS),
  }
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

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
