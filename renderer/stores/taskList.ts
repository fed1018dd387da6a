/**
 * The pages of the task list: loaded by filter and cursor, the newest first, appended as the user scrolls. Rows
 * of an earlier filter stay until the first of the new one are there.
 */
import type { TaskFilter } from '../../shared/contract/taskFilter.ts'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { AppError } from '../../shared/errors.ts'
import { readFilter } from '../../shared/query/toFilter.ts'
import { client } from '../bridge/client.ts'
import { restartCount, stopCount } from './taskListCount.ts'
import { type ListRow, resetTaskList, type TaskListState, useTaskList } from './taskListState.ts'

export const PAGE_ROWS = 100

/** Ends what was asked for an earlier filter; replaced with each new one. */
let asking = new AbortController()

/** The text of the filter bar. Asks again also if it is the same: relative times are counted from now. */
export async function applyQuery(query: string): Promise<void> {
  const { filter, problems } = readFilter(query, Date.now())
  const isSame = query === useTaskList.getState().query
  useTaskList.setState({ query, filter, problems, ...(isSame ? {} : { count: null, isCounting: false }) })
  await refresh()
}

/** Asks for the query unless its tasks are there or on their way. */
export async function showQuery(query: string): Promise<void> {
  const { query: shown, load, loadingSinceMs } = useTaskList.getState()
  const isUnderWay = load === 'loading' && loadingSinceMs > 0
  if (query !== shown || hasOwnTask || !(load === 'ready' || isUnderWay)) await applyQuery(query)
}

let hasOwnTask = false

/** The user has made a task elsewhere in the window: it is among the rows when the list is shown again. */
export function expectOwnTask(): void {
  hasOwnTask = true
}

/** As at the start of the window: these tasks are another project's. */
export function forgetTasks(): void {
  asking.abort()
  asking = new AbortController()
  stopCount()
  resetTaskList()
}

/** Loads the first page again, in the order of now. The focus and the selection stay. */
export async function refresh(): Promise<void> {
  hasOwnTask = false
  asking.abort()
  asking = new AbortController()
  const { filter } = useTaskList.getState()
  if (filter === null) {
    stopCount()
    useTaskList.setState({
      ...firstPage(null),
      load: 'ready',
      count: { value: 0, isExact: true, countedAtMs: Date.now() },
    })
    return
  }
  useTaskList.setState({ load: 'loading', error: null, loadingSinceMs: Date.now() })
  restartCount(filter)
  await search({ filter, cursor: undefined, isFirst: true })
}

/** The next page, when the user comes near the end of the loaded rows. Asked again it is the same page. */
export async function loadMore(): Promise<void> {
  const { filter, cursor, load, more } = useTaskList.getState()
  if (filter === null || cursor === null || load !== 'ready' || more === 'loading') return
  await search({ filter, cursor, isFirst: false })
}

/** Ends a search in which few tasks match. What was found stays; `loadMore` goes on. */
export function stopSearch(): void {
  asking.abort()
  asking = new AbortController()
  useTaskList.setState(({ load }) => ({ more: 'stopped', load: load === 'loading' ? 'ready' : load }))
}

type Search = { filter: TaskFilter; cursor: string | undefined; isFirst: boolean }

/** Goes on through short pages until a whole page was found, everything was looked at, or it is ended. */
async function search({ filter, cursor: start, isFirst }: Search): Promise<void> {
  const { signal } = asking
  let cursor = start
  let foundCount = 0
  let isReplacing = isFirst
  useTaskList.setState({ more: 'loading' })
  try {
    do {
      const limit = PAGE_ROWS - foundCount
      const page = await client['tasks.list']({ filter, limit, ...(cursor === undefined ? {} : { cursor }) }, signal)
      if (signal.aborted) return
      foundCount += page.tasks.length
      cursor = page.nextCursor ?? undefined
      const isOver = cursor === undefined || foundCount >= PAGE_ROWS
      useTaskList.setState((state) => ({
        ...(isReplacing ? firstPage(page) : withPage(state, page)),
        load: isReplacing && !isOver && foundCount === 0 ? state.load : 'ready',
        more: isOver ? 'idle' : 'loading',
      }))
      isReplacing = false
    } while (cursor !== undefined && foundCount < PAGE_ROWS)
    useTaskList.setState({ load: 'ready' })
  } catch (error) {
    if (signal.aborted) return
    const shown = error instanceof AppError ? error : new AppError('internal', String(error))
    useTaskList.setState(
      isReplacing ? { load: 'failed', error: shown, more: 'idle' } : { more: 'failed', error: shown },
    )
  }
}

export type Page = { tasks: readonly TaskRow[]; nextCursor: string | null; searchedToMs?: number | undefined }

/** The list with only this page. Selected rows and the focused one are kept: a batch needs them. */
export function firstPage(page: Page | null): Partial<TaskListState> {
  const { rows, selected, focusSeq } = useTaskList.getState()
  const kept = [...rows].filter(([seq]) => selected.has(seq) || seq === focusSeq)
  return {
    seqs: page?.tasks.map(({ seq }) => seq) ?? [],
    rows: new Map([...kept, ...rowsOf(page?.tasks ?? [])]),
    cursor: page?.nextCursor ?? null,
    searchedToMs: page?.searchedToMs ?? null,
    more: 'idle',
    newCount: 0,
    hasMoreNew: false,
  }
}

function withPage({ seqs, rows, searchedToMs }: TaskListState, page: Page): Partial<TaskListState> {
  const oldestSeq = seqs.at(-1) ?? Infinity
  const added = page.tasks.filter(({ seq }) => seq < oldestSeq)
  return {
    seqs: [...seqs, ...added.map(({ seq }) => seq)],
    rows: new Map([...rows, ...rowsOf(added)]),
    cursor: page.nextCursor,
    searchedToMs: page.searchedToMs ?? searchedToMs,
  }
}

export const rowsOf = (tasks: readonly TaskRow[]): [number, ListRow][] =>
  tasks.map((task) => [task.seq, { task, match: 'yes' }])
