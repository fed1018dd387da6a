/**
 * The ranges of seqs, each in order from an index or from the primary key, that together hold every task
 * of a filter and as few others as can be known before rows are read.
 */
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import type { TaskReads } from '../../storage/taskReads.sql.ts'
import type { TaskFilter } from '../ports.ts'
import type { Order, SeqRange } from './seqMerge.ts'
import { canBeIn, prefixRange, type ResolvedFilter, type Span, STATES_WITH_ERROR } from './taskFilters.ts'

/** Up to so many ids of a prefix are sorted by seq; beyond it walking in order finds a page sooner. */
const MAX_SORTED_IDS = 5_000
/** A walk over everybody's tasks looks at no more than so many rows for each one of the account's. */
const MAX_WALK_RATIO = 4
/** Bounds the search for the ways in which the ids write a text. */
const MAX_SPELLINGS = 16
const MAX_SPELLED_FUNCTIONS = 100

const STATES_OF_PLACE: readonly TaskState[][] = [
  ['Enqueued', 'Retrying'], // delayed
  ['Enqueued', 'Retrying'], // ready
  ['Dequeued', 'Running', 'Stopping'], // granted
]

export type OrderedSpan = Span & { order: Order }
/** `functionIds`: what the rows need to be asked, because the ranges do not assure it. */
export type Ranges = { seqs: SeqRange[]; functionIds: string | null }

export function rangesOf(
  reads: TaskReads,
  resolved: ResolvedFilter,
  { filter, order }: { filter: TaskFilter; order: Order },
): Ranges {
  const span = { ...resolved.span, order }
  const functionIds = [...resolved.functions.keys()]
  if (filter.groupId !== undefined) {
    const members = windowed(reads[order].members, { groupId: filter.groupId }, span)
    return { seqs: [members], functionIds: resolved.pick.functionIds }
  }
  if (filter.idPrefix !== null) {
    const { idPrefix } = filter
    const byId = sortedIds(
      reads,
      functionIds.map((functionId) => ({ functionId, prefix: idPrefix })),
      span,
    )
    if (byId !== null) return { seqs: [byId], functionIds: null }
  }
  const isWanted = (state: TaskState) => canBeIn(filter, state)
  const byText = filter.text === undefined ? null : rangesOfText(reads, resolved, { text: filter.text, isWanted, span })
  if (byText !== null) return { seqs: byText, functionIds: null }
  if (filter.functionName === null && taskStates.states.every(isWanted)) {
    const own = sum([...resolved.functions.values()].flatMap(({ counts }) => [...counts.values()]))
    const total = reads.total.get()?.count ?? 0
    if (total <= own * MAX_WALK_RATIO) {
      return {
        seqs: [windowed(reads[order].walk, {}, span)],
        functionIds: total === own ? null : resolved.pick.functionIds,
      }
    }
  }
  return {
    seqs: functionIds.flatMap((id) => rangesOfFunction(reads, id, { resolved, isWanted, span })),
    functionIds: null,
  }
}

type FunctionPart = { resolved: ResolvedFilter; isWanted(state: TaskState): boolean; span: OrderedSpan }

/** Only ranges that hold something; the counters know. */
function rangesOfFunction(
  reads: TaskReads,
  functionId: number,
  { resolved, isWanted, span }: FunctionPart,
): SeqRange[] {
  const { final, open } = reads[span.order]
  const counts = resolved.functions.get(functionId)?.counts
  const holdsWanted = (state: TaskState) => (counts?.has(state) ?? false) && isWanted(state)
  const finals = taskStates.finalStates.filter(holdsWanted).map((state) => windowed(final, { functionId, state }, span))
  const opens = STATES_OF_PLACE.flatMap((statesOfPlace, place) =>
    statesOfPlace.some(holdsWanted) ? [windowed(open, { functionId, place }, span)] : [],
  )
  return [...finals, ...opens]
}

/**
 * Ids that begin with the text, functions that have it in their name, and of the others what has an
 * error. They may overlap. Null when too many ids begin with it.
 */
function rangesOfText(
  reads: TaskReads,
  resolved: ResolvedFilter,
  { text, isWanted, span }: { text: string; isWanted(state: TaskState): boolean; span: OrderedSpan },
): SeqRange[] | null {
  const spelled = spellings(reads, [...resolved.functions.keys()], text)
  const byId = spelled === null ? null : sortedIds(reads, spelled, span)
  if (byId === null) return null
  const others = [...resolved.functions.keys()].flatMap((id) => {
    const isNamed = resolved.namedByText?.has(id) ?? false
    const isLookedAt = (state: TaskState) => isWanted(state) && (isNamed || STATES_WITH_ERROR.has(state))
    return rangesOfFunction(reads, id, { resolved, isWanted: isLookedAt, span })
  })
  return [byId, ...others]
}

type Spelling = { functionId: number; prefix: string }

/**
 * How ids that begin with the text, in whatever case, write it. An index knows exact beginnings only, so
 * the ways of writing are followed letter by letter as far as ids have them.
 */
function spellings(reads: TaskReads, functionIds: number[], text: string): Spelling[] | null {
  if (!/^[\w-]+$/.test(text)) return [] // no id has such characters
  if (functionIds.length > MAX_SPELLED_FUNCTIONS) return null
  const pieces = text.match(/[a-z]|[^a-z]+/gi) ?? []
  const all: Spelling[] = []
  for (const functionId of functionIds) {
    let prefixes = ['']
    for (const piece of pieces) {
      const cases = [...new Set([piece.toLowerCase(), piece.toUpperCase()])]
      prefixes = prefixes
        .flatMap((prefix) => cases.map((one) => prefix + one))
        .filter((prefix) => reads.hasId.get({ functionId, ...prefixRange(prefix) }) !== undefined)
      if (prefixes.length > MAX_SPELLINGS) return null
    }
    all.push(...prefixes.map((prefix) => ({ functionId, prefix })))
  }
  return all
}

/** All tasks with the prefixes as one range; null when there are too many to sort. */
function sortedIds(reads: TaskReads, prefixes: Spelling[], { order, after, before }: OrderedSpan): SeqRange | null {
  const seqs: number[] = []
  for (const { functionId, prefix } of prefixes) {
    const limit = MAX_SORTED_IDS + 1 - seqs.length
    for (const { seq } of reads.ids.all({ functionId, ...prefixRange(prefix), limit })) seqs.push(seq)
    if (seqs.length > MAX_SORTED_IDS) return null
  }
  const within = seqs.filter((seq) => seq > after && seq < before)
  within.sort((a, b) => (order === 'asc' ? a - b : b - a))
  return (from, limit) => {
    const start = within.findIndex((seq) => (order === 'asc' ? seq > from : seq < from))
    return start < 0 ? [] : within.slice(start, start + limit)
  }
}

type WindowStatement<P> = { all(parameters: P & Span & { limit: number }): { seq: number }[] }

function windowed<P extends object>(statement: WindowStatement<P>, parameters: P, span: OrderedSpan): SeqRange {
  const { order, after, before } = span
  return (from, limit) => {
    const rest = order === 'asc' ? { after: Math.max(from, after), before } : { after, before: Math.min(from, before) }
    return statement.all({ ...parameters, ...rest, limit }).map(({ seq }) => seq)
  }
}

const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0)
