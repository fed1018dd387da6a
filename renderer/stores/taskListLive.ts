/**
 * Keeps the list up to date without moving a row (UX.md section 4): visible rows are patched in place, those
 * that no longer match stay and say so, and what is new is counted. New rows flow in by themselves only when
 * the list is scrolled to its top and nobody is busy with it.
 */
import type { TaskFilter } from '../../shared/contract/taskFilter.ts'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { client } from '../bridge/client.ts'
import { follow, useLive } from './live.ts'
import { pause } from './pause.ts'
import { firstPage, PAGE_ROWS, refresh, rowsOf } from './taskList.ts'
import { recountWhenDue } from './taskListCount.ts'
import { canBeEntered, countEntered, enteredCountOf, enteredDueInMs } from './taskListEntered.ts'
import { type ListRow, type Match, type TaskListState, useTaskList } from './taskListState.ts'

const UPDATE_EVERY_MS = 250
const IDLE_AFTER_MS = 2_000
const NEW_LIMIT = 1_000
const MAX_PATCHED_ROWS = 500
/** A list that only flows in would grow without end; beyond this it begins again with its first page. */
const MAX_FLOWING_ROWS = 1_000

/** What the user does with the list, as the screen reports it. None of it is drawn. */
export type Presence = {
  isHidden: boolean // the window
  isAtTop: boolean
  isPointerOver: boolean
  hasRowFocus: boolean
  hasOpenTask: boolean // beside the list
  firstIndex: number // of the rows that are seen
  lastIndex: number
}
const AWAY: Presence = {
  isHidden: false,
  isAtTop: true,
  isPointerOver: false,
  hasRowFocus: false,
  hasOpenTask: false,
  firstIndex: 0,
  lastIndex: 50,
}
let presence = AWAY
let idleSinceMs = 0
let idleTimer: ReturnType<typeof setTimeout> | undefined
let enteredTimer: ReturnType<typeof setTimeout> | undefined
/** Grows with each start: what an earlier one still has under way ends by itself. */
let session = 0
let isStarted = false
let isPulling = false
let isWanted = false
let triedConnection = 0

/** While the screen is there. Ends when the returned function is called. */
export function startTaskListLive(): () => void {
  session++
  isStarted = true
  isPulling = false
  presence = AWAY
  restartIdle()
  const stopFollowing = follow('tasks', update)
  const stopPause = useLive.subscribe((now, before) => {
    if (before.isPaused && !now.isPaused) void update()
  })
  return () => {
    isStarted = false
    clearTimeout(idleTimer)
    clearTimeout(enteredTimer)
    stopFollowing()
    stopPause()
  }
}

export function setPresence(change: Partial<Presence>): void {
  const before = presence
  presence = { ...presence, ...change }
  if (isBusy(before) || isBusy(presence)) restartIdle()
  const isSeen = before.isHidden && !presence.isHidden
  const hasScrolled = before.firstIndex !== presence.firstIndex || before.lastIndex !== presence.lastIndex
  if (isSeen || hasScrolled) void update()
}

/** Paused means paused: nothing but the user ends it. */
export function setPaused(isPaused: boolean): void {
  useTaskList.setState({ isPaused })
  if (!isPaused) void update()
}

const isBusy = ({ isAtTop, isPointerOver, hasRowFocus, hasOpenTask }: Presence) =>
  !isAtTop || isPointerOver || hasRowFocus || hasOpenTask

function restartIdle(): void {
  idleSinceMs = Date.now()
  clearTimeout(idleTimer)
  if (isStarted && !isBusy(presence)) idleTimer = setTimeout(() => void update(), IDLE_AFTER_MS)
}

const canFlow = () =>
  !isBusy(presence) && useTaskList.getState().selected.size === 0 && Date.now() - idleSinceMs >= IDLE_AFTER_MS

const isLive = () => isStarted && !useTaskList.getState().isPaused && !presence.isHidden && !useLive.getState().isPaused

/** One at a time and at most four a second; what is asked for in between is done once afterwards. */
async function update(): Promise<void> {
  isWanted = true
  if (isPulling) return
  isPulling = true
  const mine = session
  while (isWanted && mine === session && isLive()) {
    isWanted = false
    const startedAtMs = Date.now()
    await pull().catch(() => {}) // the last rows and numbers stay; the shell says that the host is lost
    await pause(startedAtMs + UPDATE_EVERY_MS - Date.now())
  }
  if (mine === session) isPulling = false
}

async function pull(): Promise<void> {
  const { load, filter, seqs, query } = useTaskList.getState()
  if (load === 'failed') return await refreshOnceConnected()
  if (filter === null || load !== 'ready') return
  if (seqs.length === 0) return await fill(filter)
  const isSame = () => useTaskList.getState().query === query && useTaskList.getState().load === 'ready'

  const shown = seqs.slice(presence.firstIndex, presence.lastIndex + 1).slice(0, MAX_PATCHED_ROWS)
  const [rows, newer] = await Promise.all([
    client['tasks.rows']({ seqs: shown, filter }),
    client['tasks.count']({ filter, afterSeq: seqs[0] ?? 0, limit: NEW_LIMIT }),
  ])
  if (!isSame() || !isLive()) return
  useTaskList.setState((state) => ({
    ...patched(state, { shown, tasks: rows.tasks }),
    // what was counted is only true of the list that it was counted for
    ...(state.seqs[0] === seqs[0]
      ? { newCount: Math.max(newer.count, enteredCountOf(state.seqs)), hasMoreNew: newer.nextCursor !== null }
      : {}),
  }))
  recountWhenDue()
  const hasEntered = await lookForEntered(filter, isSame)
  if ((newer.count > 0 || hasEntered) && canFlow()) await flowIn(filter)
}

/** Old tasks that match since now and then; looked for again once that is due, also if nothing changes until then. */
async function lookForEntered(filter: TaskFilter, isSame: () => boolean): Promise<boolean> {
  if (!canBeEntered(filter)) return false
  const dueInMs = enteredDueInMs()
  if (dueInMs > 0) {
    clearTimeout(enteredTimer)
    enteredTimer = setTimeout(() => void update(), dueInMs)
    return false
  }
  const { seqs } = useTaskList.getState()
  const count = await countEntered(filter)
  if (!isSame() || !isLive() || useTaskList.getState().seqs !== seqs) return false
  if (count > useTaskList.getState().newCount) useTaskList.setState({ newCount: count })
  return count > 0
}

/** A list that could not be loaded is tried again with each new connection, not with each change. */
async function refreshOnceConnected(): Promise<void> {
  const { status, connection } = useLive.getState()
  if (status !== 'open' || connection === triedConnection) return
  triedConnection = connection
  await refresh()
}

/** Where nothing is shown nothing can move. */
async function fill(filter: TaskFilter): Promise<void> {
  const { query } = useTaskList.getState()
  const page = await client['tasks.list']({ filter, limit: PAGE_ROWS })
  const { query: queryNow, load, seqs } = useTaskList.getState()
  if (query !== queryNow || load !== 'ready' || !isLive() || seqs.length > 0 || page.tasks.length === 0) return
  useTaskList.setState(firstPage(page))
  recountWhenDue()
}

type Answer = { shown: readonly number[]; tasks: readonly (TaskRow & { matches: boolean })[] }

/** Rows that did not change keep their identity, so that nothing of them is drawn again. */
function patched({ rows }: TaskListState, { shown, tasks }: Answer): Pick<TaskListState, 'rows'> {
  const answers = new Map(tasks.map((task) => [task.seq, task]))
  const changed = shown.flatMap((seq): [number, ListRow][] => {
    const before = rows.get(seq)
    const answer = answers.get(seq)
    if (before === undefined) return []
    if (answer === undefined) return before.match === 'gone' ? [] : [[seq, { ...before, match: 'gone' }]]
    const { matches, ...task } = answer
    const match: Match = matches ? 'yes' : 'no'
    return match === before.match && isSameTask(task, before.task) ? [] : [[seq, { task, match }]]
  })
  return { rows: changed.length === 0 ? rows : new Map([...rows, ...changed]) }
}

function isSameTask(one: TaskRow, other: TaskRow): boolean {
  const keys = Object.keys(one) as (keyof TaskRow)[] // the fields of a row are all plain values
  return keys.every((key) => one[key] === other[key])
}

async function flowIn(filter: TaskFilter): Promise<void> {
  const { query } = useTaskList.getState()
  const page = await client['tasks.list']({ filter, limit: PAGE_ROWS })
  const { seqs, rows, cursor, query: queryNow, load } = useTaskList.getState()
  if (query !== queryNow || load !== 'ready' || !canFlow() || !isLive()) return
  const known = new Set(seqs)
  const oldestSeq = cursor === null ? -1 : (seqs.at(-1) ?? -1) // what is older comes with the next page
  const added = page.tasks.filter(({ seq }) => seq > oldestSeq && !known.has(seq))
  const isJoined = (page.tasks.at(-1)?.seq ?? 0) <= (seqs[0] ?? 0) || page.nextCursor === null
  if (!isJoined || seqs.length + added.length > MAX_FLOWING_ROWS) {
    if (page.tasks.length > 0) useTaskList.setState(firstPage(page))
    return
  }
  useTaskList.setState({
    seqs: [...added.map(({ seq }) => seq), ...seqs].toSorted((a, b) => b - a),
    rows: new Map([...rows, ...rowsOf(added)]),
    newCount: 0,
    hasMoreNew: false,
  })
}
