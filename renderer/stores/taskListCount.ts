/**
 * How many tasks match the filter: exact from the engine's counters where they can tell, else counted in slices
 * up to `COUNT_LIMIT` and then "at least", and exactly when the user asks for it. The last number stays until
 * there is a new one.
 */
import type { TaskFilter } from '../../shared/contract/taskFilter.ts'
import { client } from '../bridge/client.ts'
import type { StateCount } from './taskFamilies.ts'
import { useTaskList } from './taskListState.ts'

export const COUNT_LIMIT = 10_000
const RECOUNT_EVERY_MS = 2_000

let asking: { filter: TaskFilter; signal: AbortSignal } | null = null
let isCounting = false
let due: ReturnType<typeof setTimeout> | null = null
/** Its own, because a search that the user stops does not stop the count. */
let counting = new AbortController()

/** For a new filter, or for the same one from the beginning. */
export function restartCount(filter: TaskFilter): void {
  stopCount()
  asking = { filter, signal: counting.signal }
  void recount()
}

/** Nothing is counted until there is a filter again. */
export function stopCount(): void {
  counting.abort()
  counting = new AbortController()
  asking = null
  if (due !== null) clearTimeout(due)
  due = null
  useTaskList.setState({ isCounting: false })
}

/** Called while live. A number beyond the limit is kept until the user refreshes: it costs too much. */
export function recountWhenDue(): void {
  const { count, isCounting: isExactWanted, isPaused } = useTaskList.getState()
  if (isExactWanted || isPaused || asking === null || due !== null) return
  if (count !== null && count.value >= COUNT_LIMIT && !canCountByCounters(asking.filter)) return
  const waitMs = count === null ? 0 : count.countedAtMs + RECOUNT_EVERY_MS - Date.now()
  if (waitMs <= 0) return void recount()
  // the last change of a burst counts as well
  due = setTimeout(() => {
    due = null
    recountWhenDue()
  }, waitMs)
}

async function recount(): Promise<void> {
  if (isCounting || asking === null) return
  isCounting = true
  const { filter, signal } = asking
  try {
    if (canCountByCounters(filter)) {
      const { totals } = await client['tasks.totals']({}, signal)
      take({ value: countByCounters(filter, totals), isExact: true }, signal)
    } else {
      const { count, nextCursor } = await countUpTo(COUNT_LIMIT, { filter, signal })
      take({ value: count, isExact: nextCursor === null }, signal)
    }
  } catch {
    // the last number stays; the list itself says what is wrong with the host
  } finally {
    isCounting = false
    if (asking !== null && asking.signal !== signal) void recount()
  }
}

/** All of them, however many. Says what it has so far; ends when the filter changes. */
export async function countExactly(): Promise<void> {
  if (asking === null || useTaskList.getState().isCounting) return
  const { filter, signal } = asking
  useTaskList.setState({ isCounting: true })
  try {
    await countUpTo(Infinity, { filter, signal, onSlice: (value) => take({ value, isExact: false }, signal) }).then(
      ({ count }) => take({ value: count, isExact: true }, signal),
    )
  } catch {
    // as above
  } finally {
    if (!signal.aborted) useTaskList.setState({ isCounting: false })
  }
}

function take({ value, isExact }: { value: number; isExact: boolean }, signal: AbortSignal): void {
  if (!signal.aborted) useTaskList.setState({ count: { value, isExact, countedAtMs: Date.now() } })
}

type Counting = { filter: TaskFilter; signal: AbortSignal; onSlice?: (count: number) => void }

async function countUpTo(limit: number, { filter, signal, onSlice }: Counting) {
  let count = 0
  let cursor: string | null = null
  do {
    const sliceLimit = Math.min(COUNT_LIMIT, limit - count)
    const input: { filter: TaskFilter; limit: number; cursor?: string } = { filter, limit: sliceLimit }
    if (cursor !== null) input.cursor = cursor
    const slice: { count: number; nextCursor: string | null } = await client['tasks.count'](input, signal)
    count += slice.count
    cursor = slice.nextCursor
    onSlice?.(count)
  } while (cursor !== null && count < limit && !signal.aborted)
  return { count, nextCursor: cursor }
}

/** The counters know functions and states, nothing else. */
export function canCountByCounters(filter: TaskFilter): boolean {
  const { states: _, functions: __, notFunctions: ___, ...rest } = filter
  return Object.values(rest).every((value) => value === undefined)
}

export function countByCounters(filter: TaskFilter, totals: readonly StateCount[]): number {
  const { states, functions, notFunctions } = filter
  return totals.reduce((sum, { functionName, state, count }) => {
    const isMeant =
      (states?.includes(state) ?? true) &&
      (functions?.some((pattern) => isMatch(pattern, functionName)) ?? true) &&
      !notFunctions?.some((pattern) => isMatch(pattern, functionName))
    return isMeant ? sum + count : sum
  }, 0)
}

const isMatch = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
