/**
 * The merged stream of what all functions write, as one screen shows it: a window of loaded lines that grows at both
 * ends, and follows the end while the user wants it to. What is loaded is bounded; what is not loaded is stored.
 */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { logsContract } from '../../shared/contract/logs.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { KIB_BYTES } from '../../shared/units/bytes.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { LogWindow, type StreamLine } from './logWindow.ts'
import { whileVisible } from './visibility.ts'

export type { StreamLine }

type Slice = OutputOf<(typeof logsContract)['logs.read']>
export type StreamFilter = { functions: readonly string[]; instanceId: string | null }

const FIRST_SLICE_BYTES = 128 * KIB_BYTES // soon on the screen
const SLICE_BYTES = 512 * KIB_BYTES
export const MAX_LINES = 100_000
/** Read ahead of a user who looks at something earlier; more of it when they come near. */
const MAX_LINES_BELOW = 20_000
/** Behind the end by more than this many slices a follower jumps to it instead of reading its way there. */
const MAX_SLICES_BEHIND = 2

type LogStream = {
  lineCount: number
  /** Grows with every change of the lines, also when only the last one got longer. */
  revision: number
  /** How many lines came at the beginning with the last change that added any there; for keeping the place. */
  prepended: { count: number; revision: number }
  isFollowing: boolean
  isLoading: boolean
  hasEarlier: boolean
  hasLater: boolean // not loaded yet
  newCount: number // lines that came while the user looked at something earlier
  /** While following, output came faster than it can be shown: so many lines were passed over, and can be read by scrolling up. */
  skippedLines: number
  damage: Slice['damage']
  error: AppError | null
  /** Where to look, once the window is there; null: at the end, or where one is. */
  shownChunk: number | null
}

const NOTHING: LogStream = {
  lineCount: 0,
  revision: 0,
  prepended: { count: 0, revision: 0 },
  isFollowing: true,
  isLoading: false,
  hasEarlier: false,
  hasLater: false,
  newCount: 0,
  skippedLines: 0,
  damage: null,
  error: null,
  shownChunk: null,
}
export const useLogStream = create<LogStream>(() => NOTHING)

/** The reading that is on the screen; another filter or another place begins another one. */
type Reading = {
  filter: StreamFilter
  window: LogWindow
  firstChunk: number
  lastChunk: number
  /** Nothing up to this chunk is shown: what was there when the view was cleared. */
  floorChunk: number
  isBusy: boolean
  isWanted: boolean
}
let reading: Reading | null = null
let floors: { key: string; chunk: number } | null = null

const NO_LINES: readonly StreamLine[] = []
/** The loaded lines; read them again when `revision` has grown. */
export const streamLines = (): readonly StreamLine[] => reading?.window.lines ?? NO_LINES
export const placeOfHit = (hit: { chunk: number; line: number }): number => reading?.window.placeOf(hit) ?? -1
export const loadedChunks = (): { first: number; last: number } => ({
  first: reading?.firstChunk ?? 0,
  last: reading?.lastChunk ?? 0,
})

/** Shows the end of the stream, or what is around a chunk, until the returned function is called. */
export function openLogStream(filter: StreamFilter, chunk: number | null): () => void {
  const opened = begin(filter)
  const isOurs = () => reading?.filter === filter
  useLogStream.setState({ ...NOTHING, isLoading: true, isFollowing: chunk === null })
  void (chunk === null ? readEnd(opened) : readAround(opened, chunk))
  const stop = whileVisible(() =>
    follow('logs', async () => {
      if (reading !== null && isOurs()) await catchUp(reading)
    }),
  )
  return () => {
    stop()
    if (!isOurs()) return
    reading = null
    useLogStream.setState(NOTHING)
  }
}

export const logStreamActions = {
  /** Back to the end, and stay there. */
  follow(): void {
    if (reading === null) return
    useLogStream.setState({ isFollowing: true, newCount: 0 })
    if (useLogStream.getState().hasLater) void readEnd(restarted(reading))
    else void catchUp(reading)
  },
  leave: (): void => useLogStream.setState({ isFollowing: false }),
  readEarlier: (): void => void (reading !== null && readEarlier(reading)),
  readLater: (): void => void (reading !== null && readForward(reading)),
  retry(): void {
    if (reading === null) return
    useLogStream.setState({ error: null })
    void (reading.lastChunk === 0 ? readEnd(reading) : catchUp(reading))
  },
  /** Shows what is around a chunk; nothing is read when it is loaded. */
  async showAround(chunk: number): Promise<void> {
    if (reading === null) return
    useLogStream.setState({ isFollowing: false })
    const { first, last } = loadedChunks()
    if (chunk >= first && chunk <= last && reading.window.lines.length > 0) return
    await readAround(restarted(reading), chunk)
  },
  /** Hides what is there now; nothing is deleted. */
  clear(): void {
    if (reading === null) return
    floors = { key: keyOf(reading.filter), chunk: reading.lastChunk }
    const cleared = restarted(reading)
    cleared.lastChunk = floors.chunk
    useLogStream.setState({ ...NOTHING, revision: useLogStream.getState().revision + 1 })
    void catchUp(cleared)
  },
  /** Shows again what was hidden. */
  unclear(): void {
    floors = null
    if (reading !== null) void readEnd(restarted(reading))
  },
}
/** Another project has other chunks. */
export const forgetClearing = (): void => {
  floors = null
}

export const isCleared = (): boolean => (reading?.floorChunk ?? 0) > 0

const keyOf = ({ functions, instanceId }: StreamFilter) => `${instanceId ?? ''} ${functions.join(',')}`

function begin(filter: StreamFilter): Reading {
  const floorChunk = floors !== null && floors.key === keyOf(filter) ? floors.chunk : 0
  reading = {
    filter,
    window: new LogWindow(),
    firstChunk: floorChunk,
    lastChunk: floorChunk,
    floorChunk,
    isBusy: false,
    isWanted: false,
  }
  return reading
}

const restarted = (before: Reading): Reading => begin(before.filter)

function read(opened: Reading, wish: { direction: 'forward' | 'backward'; fromChunk?: number; limitBytes: number }) {
  return client['logs.read']({ filter: filterOf(opened.filter), ...wish })
}

/** As the contract has it: what narrows nothing is left out. */
export const filterOf = ({ functions, instanceId }: StreamFilter) => ({
  ...(functions.length > 0 && { functions: [...functions] }),
  ...(instanceId !== null && { instanceId }),
})

/** Only chunks above the floor. */
const aboveFloor = (opened: Reading, { chunks }: Slice) => chunks.filter(({ id }) => id > opened.floorChunk)

async function readEnd(opened: Reading): Promise<void> {
  await guarded(opened, async () => {
    const slice = await read(opened, { direction: 'backward', limitBytes: FIRST_SLICE_BYTES })
    if (reading !== opened) return
    opened.window.append(aboveFloor(opened, slice))
    opened.firstChunk = slice.firstChunk
    opened.lastChunk = Math.max(slice.lastChunk, opened.floorChunk)
    publish(opened, {
      isLoading: false,
      hasEarlier: slice.hasMore && slice.firstChunk > opened.floorChunk,
      hasLater: false,
      damage: slice.damage,
    })
    // a filter may keep nothing of the latest slices
    if (opened.window.lines.length === 0 && slice.hasMore) queueMicrotask(() => void readEarlier(opened))
  })
}

async function readAround(opened: Reading, chunk: number): Promise<void> {
  await guarded(opened, async () => {
    const before = await read(opened, { direction: 'backward', fromChunk: chunk + 1, limitBytes: FIRST_SLICE_BYTES })
    const after = await read(opened, { direction: 'forward', fromChunk: chunk, limitBytes: FIRST_SLICE_BYTES })
    if (reading !== opened) return
    opened.window.append([...aboveFloor(opened, before), ...aboveFloor(opened, after)])
    opened.firstChunk = before.firstChunk
    opened.lastChunk = Math.max(after.lastChunk, chunk)
    publish(opened, {
      isLoading: false,
      hasEarlier: before.hasMore,
      hasLater: after.hasMore,
      damage: before.damage,
      shownChunk: chunk,
    })
  })
}

async function readEarlier(opened: Reading): Promise<void> {
  if (opened.isBusy || !useLogStream.getState().hasEarlier) return
  await guarded(opened, async () => {
    const slice = await read(opened, {
      direction: 'backward',
      fromChunk: opened.firstChunk,
      limitBytes: SLICE_BYTES,
    })
    if (reading !== opened) return
    const count = opened.window.prepend(aboveFloor(opened, slice))
    opened.firstChunk = slice.firstChunk
    const { isFollowing, hasLater, revision } = useLogStream.getState()
    const droppedCount = isFollowing ? 0 : opened.window.dropLast(MAX_LINES)
    if (droppedCount > 0) opened.lastChunk = (opened.window.lines.at(-1)?.chunk ?? 1) - 1
    publish(opened, {
      isLoading: false,
      hasEarlier: slice.hasMore && slice.firstChunk > opened.floorChunk,
      hasLater: hasLater || droppedCount > 0,
      prepended: { count, revision: revision + 1 },
      skippedLines: 0,
    })
    if (count === 0 && slice.hasMore) queueMicrotask(() => void readEarlier(opened))
  })
}

/** After news: a follower comes to the end, everybody else learns how much there is below. */
async function catchUp(opened: Reading): Promise<void> {
  if (reading !== opened || opened.isBusy) {
    opened.isWanted = true
    return
  }
  const { isFollowing, hasLater } = useLogStream.getState()
  if (!isFollowing && (hasLater || linesBelow() >= MAX_LINES_BELOW)) {
    useLogStream.setState({ hasLater: true })
    return
  }
  await readForward(opened)
}

async function readForward(opened: Reading): Promise<void> {
  if (opened.isBusy) return
  await guarded(opened, async () => {
    for (let slices = 0; ; slices++) {
      const slice = await read(opened, { direction: 'forward', fromChunk: opened.lastChunk, limitBytes: SLICE_BYTES })
      if (reading !== opened) return
      const { isFollowing } = useLogStream.getState()
      if (isFollowing && slice.hasMore && slices >= MAX_SLICES_BEHIND) return await jumpToEnd(opened)
      add(opened, slice)
      const isEnough = !isFollowing && linesBelow() >= MAX_LINES_BELOW
      if (!slice.hasMore || isEnough) return
    }
  })
}

function add(opened: Reading, slice: Slice): void {
  const { isFollowing, newCount, hasEarlier } = useLogStream.getState()
  const before = opened.window.lines.length
  opened.window.append(slice.chunks)
  opened.lastChunk = slice.lastChunk
  const addedCount = opened.window.lines.length - before
  const droppedCount = isFollowing ? opened.window.dropFirst(MAX_LINES) : 0
  if (droppedCount > 0) opened.firstChunk = opened.window.lines[0]?.chunk ?? opened.lastChunk
  publish(opened, {
    isLoading: false,
    hasLater: slice.hasMore && !isFollowing,
    hasEarlier: hasEarlier || droppedCount > 0,
    newCount: isFollowing ? 0 : newCount + addedCount,
    damage: slice.damage,
  })
}

/** What lies between is stored, and counted, but not shown. */
async function jumpToEnd(opened: Reading): Promise<void> {
  const last = opened.window.lines.at(-1)
  const slice = await read(opened, { direction: 'backward', limitBytes: FIRST_SLICE_BYTES })
  const [first] = slice.chunks
  if (reading !== opened || first === undefined) return
  const skippedLines = await countBetween(opened.filter, { fromMs: last?.atMs ?? first.atMs, beforeMs: first.atMs + 1 })
  if (reading !== opened) return
  opened.window = new LogWindow()
  opened.window.append(slice.chunks)
  opened.firstChunk = slice.firstChunk
  opened.lastChunk = slice.lastChunk
  publish(opened, { isLoading: false, hasEarlier: true, hasLater: false, skippedLines, damage: slice.damage })
}

async function countBetween(filter: StreamFilter, span: { fromMs: number; beforeMs: number }): Promise<number> {
  const { lines } = await client['logs.volume']({ filter: filterOf(filter), ...span, parts: 1 })
  return lines[0] ?? 0
}

/** Below what the user has seen: everything that came since they left the end. */
const linesBelow = () => useLogStream.getState().newCount

/** One read at a time; news that came meanwhile is read after it. */
async function guarded(opened: Reading, work: () => Promise<void>): Promise<void> {
  if (opened.isBusy) return
  opened.isBusy = true
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (reading === opened) useLogStream.setState({ error, isLoading: false })
  } finally {
    opened.isBusy = false
  }
  if (opened.isWanted && reading === opened) {
    opened.isWanted = false
    void catchUp(opened)
  }
}

function publish(opened: Reading, fields: Partial<LogStream>): void {
  const { revision } = useLogStream.getState()
  useLogStream.setState({ error: null, ...fields, lineCount: opened.window.lines.length, revision: revision + 1 })
}
