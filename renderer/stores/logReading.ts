/**
 * Reads the stream for its screen: one read at a time, first at a place, then on from there at both ends. Only the
 * latest reading shows anything; the answers of another one are left.
 */
import { AppError } from '../../shared/errors.ts'
import { KIB_BYTES, MIB_BYTES } from '../../shared/units/bytes.ts'
import { client } from '../bridge/client.ts'
import { filterName, filterOf, type StreamFilter } from './logFilter.ts'
import { type LogStream, NOTHING, type Shown, type Slice, useLogStream } from './logStreamState.ts'
import { LogWindow } from './logWindow.ts'

const FIRST_SLICE_BYTES = 128 * KIB_BYTES // soon on the screen
const SLICE_BYTES = 512 * KIB_BYTES
/** What is loaded at most, and what stays of it when it is more: dropping a little each time would cost as much. */
const MOST = { lines: 50_000, characters: 32 * MIB_BYTES }
const KEPT = { lines: 40_000, characters: 24 * MIB_BYTES }
/** Whoever asked for these lines looks at those beside them. */
const keptWith = (lineCount: number) => ({ ...KEPT, lines: Math.max(KEPT.lines, lineCount + SEEN_LINES) })
const SEEN_LINES = 2_000
/** Read ahead of a user who looks at something earlier; more of it when they come near. */
const MAX_LINES_BELOW = 20_000
/** Behind the end by more than this many slices a follower jumps to it instead of reading its way there. */
const MAX_SLICES_BEHIND = 2

/**
 * The reading that is on the screen; another filter or another place begins another one. Until it has begun it shows
 * the lines of the one before.
 */
export type Reading = {
  filter: StreamFilter
  begin: (opened: Reading) => Promise<void>
  hasBegun: boolean
  window: LogWindow
  firstChunk: number
  lastChunk: number
  /** Nothing up to this chunk is shown: what was there when the view was cleared. */
  floorChunk: number
  isBusy: boolean
  /** What is to be read after that which is being read. */
  isWanted: boolean // what is new
  isEarlierWanted: boolean
  isLaterWanted: boolean
}
let reading: Reading | null = null
export const currentReading = (): Reading | null => reading
let floor: { name: string; chunk: number } | null = null
/** What such a filter keeps is shown from behind this chunk on; null: from the beginning. */
export const setFloor = (filter: StreamFilter, chunk: number | null): void => {
  floor = chunk === null ? null : { name: filterName(filter), chunk }
}

export function endReading(): void {
  reading = null
  useLogStream.setState({ ...NOTHING, revision: useLogStream.getState().revision + 1 })
}

/** Another project has other chunks: what is open is read from its end. */
export function forgetLogStream(): void {
  floor = null
  if (reading === null) return
  const { filter } = reading
  endReading()
  useLogStream.setState({ isLoading: true })
  void start(filter, readEnd)
}

export async function start(filter: StreamFilter, begin: Reading['begin']): Promise<void> {
  const floorChunk = floor !== null && floor.name === filterName(filter) ? floor.chunk : 0
  const { window, firstChunk, lastChunk } = reading ?? {
    window: new LogWindow(),
    firstChunk: floorChunk,
    lastChunk: floorChunk,
  }
  const opened: Reading = {
    filter,
    begin,
    hasBegun: false,
    window,
    firstChunk,
    lastChunk,
    floorChunk,
    isBusy: false,
    isWanted: false,
    isEarlierWanted: false,
    isLaterWanted: false,
  }
  reading = opened
  await guarded(opened, () => begin(opened))
}

/** The first lines of a reading, in place of those of the one before. */
function begun(opened: Reading, slice: { chunks: Slice['chunks']; firstChunk: number; lastChunk: number }): void {
  opened.window = new LogWindow()
  opened.window.append(aboveFloor(opened, slice.chunks))
  opened.firstChunk = slice.firstChunk
  opened.lastChunk = Math.max(slice.lastChunk, opened.floorChunk)
  opened.hasBegun = true
}

export async function readEnd(opened: Reading): Promise<void> {
  const slice = await read(opened, { direction: 'backward', limitBytes: FIRST_SLICE_BYTES })
  if (reading !== opened) return
  begun(opened, slice)
  publish(opened, {
    isLoading: false,
    hasEarlier: slice.hasMore && slice.firstChunk > opened.floorChunk,
    hasLater: false,
    damage: slice.damage,
    shown: null,
  })
  // a filter may keep nothing of the latest slices
  if (opened.window.lines.length === 0) await readBack(opened)
}

export async function readBeginning(opened: Reading): Promise<void> {
  const { floorChunk } = opened
  const slice = await read(opened, { direction: 'forward', fromChunk: floorChunk, limitBytes: FIRST_SLICE_BYTES })
  if (reading !== opened) return
  begun(opened, slice)
  publish(opened, {
    isLoading: false,
    hasEarlier: false,
    hasLater: slice.hasMore,
    damage: slice.damage,
    shown: beginningOf(opened),
  })
}

export const beginningOf = ({ window, firstChunk }: Reading): Shown => ({
  chunk: window.lines[0]?.chunk ?? firstChunk,
  line: 0,
  at: 'top',
})

export const aroundOf =
  (shown: Shown) =>
  async (opened: Reading): Promise<void> => {
    const { chunk } = shown
    const before = await read(opened, { direction: 'backward', fromChunk: chunk + 1, limitBytes: FIRST_SLICE_BYTES })
    const after = await read(opened, { direction: 'forward', fromChunk: chunk, limitBytes: FIRST_SLICE_BYTES })
    if (reading !== opened) return
    begun(opened, {
      chunks: [...before.chunks, ...after.chunks],
      firstChunk: before.firstChunk,
      lastChunk: Math.max(after.lastChunk, chunk),
    })
    publish(opened, {
      isLoading: false,
      hasEarlier: before.hasMore && before.firstChunk > opened.floorChunk,
      hasLater: after.hasMore,
      damage: before.damage,
      shown,
    })
  }

export async function readEarlier(opened: Reading): Promise<void> {
  opened.isEarlierWanted = opened.isBusy
  if (opened.isBusy || !opened.hasBegun) return
  await guarded(opened, () => readBack(opened))
}

/** Until there is a line more, or nothing earlier. */
async function readBack(opened: Reading): Promise<void> {
  for (let count = 0; count === 0 && useLogStream.getState().hasEarlier; ) {
    const { firstChunk } = opened
    const slice = await read(opened, { direction: 'backward', fromChunk: firstChunk, limitBytes: SLICE_BYTES })
    if (reading !== opened) return
    count = opened.window.prepend(aboveFloor(opened, slice.chunks))
    opened.firstChunk = slice.firstChunk
    const { isFollowing, hasLater } = useLogStream.getState()
    const keptChunk = isFollowing ? null : opened.window.dropLast(MOST, keptWith(count))
    if (keptChunk !== null) opened.lastChunk = keptChunk
    publish(opened, {
      hasEarlier: slice.hasMore && slice.firstChunk > opened.floorChunk,
      hasLater: hasLater || keptChunk !== null,
      skippedLines: 0,
    })
  }
}

/** After news: a follower comes to the end, everybody else learns how much there is below. */
export async function catchUp(opened: Reading): Promise<void> {
  if (reading !== opened) return
  if (opened.isBusy) {
    opened.isWanted = true
    return
  }
  if (!opened.hasBegun) return await guarded(opened, () => opened.begin(opened))
  const { isFollowing, hasLater, newCount } = useLogStream.getState()
  if (!isFollowing && (hasLater || newCount >= MAX_LINES_BELOW)) {
    useLogStream.setState({ hasLater: true, error: null })
    return
  }
  await readForward(opened, 'news')
}

/** `news` are counted for somebody who looks at something earlier; what they `asked` for is a slice, which is not. */
export async function readForward(opened: Reading, why: 'news' | 'asked'): Promise<void> {
  if (why === 'asked') opened.isLaterWanted = opened.isBusy
  if (opened.isBusy || !opened.hasBegun) return
  await guarded(opened, async () => {
    for (let slices = 0; ; slices++) {
      const limitBytes = useLogStream.getState().isFollowing ? FIRST_SLICE_BYTES : SLICE_BYTES
      const slice = await read(opened, { direction: 'forward', fromChunk: opened.lastChunk, limitBytes })
      if (reading !== opened) return
      if (isReplaced(opened, slice)) return forgetLogStream()
      const { isFollowing } = useLogStream.getState()
      if (isFollowing && slice.hasMore && slices >= MAX_SLICES_BEHIND) return await jumpToEnd(opened)
      add(opened, slice, why)
      const isEnough = !isFollowing && (why === 'asked' || useLogStream.getState().newCount >= MAX_LINES_BELOW)
      if (!slice.hasMore || isEnough) return
    }
  })
}

/** The file was found damaged since, or all of it was deleted: chunks begin anew. */
const isReplaced = (opened: Reading, { damage, lastChunk }: Slice) =>
  lastChunk < opened.lastChunk || (damage !== null && damage.asidePath !== useLogStream.getState().damage?.asidePath)

function add(opened: Reading, slice: Slice, why: 'news' | 'asked'): void {
  const { isFollowing, newCount, hasEarlier } = useLogStream.getState()
  const before = opened.window.lines.length
  opened.window.append(slice.chunks)
  opened.lastChunk = slice.lastChunk
  const addedCount = opened.window.lines.length - before
  // what came by itself takes nothing away from somebody who reads
  const keptChunk = isFollowing || why === 'asked' ? opened.window.dropFirst(MOST, keptWith(addedCount)) : null
  if (keptChunk !== null) opened.firstChunk = keptChunk
  publish(opened, {
    isLoading: false,
    hasLater: slice.hasMore && !isFollowing,
    hasEarlier: hasEarlier || keptChunk !== null,
    newCount: isFollowing || why === 'asked' ? newCount : newCount + addedCount,
    damage: slice.damage,
  })
}

/** What lies between is stored, and counted, but not shown. */
async function jumpToEnd(opened: Reading): Promise<void> {
  const before = opened.window.lines
  const slice = await read(opened, { direction: 'backward', limitBytes: FIRST_SLICE_BYTES })
  const [first] = slice.chunks
  if (reading !== opened || first === undefined) return
  const fromMs = before.at(-1)?.atMs ?? first.atMs
  const countedLines = await countBetween(opened.filter, { fromMs, beforeMs: first.atMs + 1 })
  if (reading !== opened) return
  begun(opened, slice)
  const isCounted = ({ atMs }: { atMs: number }) => atMs >= fromMs && atMs <= first.atMs
  const shownLines = before.filter(isCounted).length + opened.window.lines.filter(isCounted).length
  const skippedLines = Math.max(0, countedLines - shownLines)
  publish(opened, { isLoading: false, hasEarlier: true, hasLater: false, skippedLines, damage: slice.damage })
}

async function countBetween(filter: StreamFilter, span: { fromMs: number; beforeMs: number }): Promise<number> {
  const { lines } = await client['logs.volume']({ filter: filterOf(filter), ...span, parts: 1 })
  return lines[0] ?? 0
}

export async function newestChunk(opened: Reading): Promise<number | null> {
  let newest: number | null = null
  await guarded(opened, async () => {
    newest = (await read(opened, { direction: 'backward', limitBytes: 1 })).lastChunk
  })
  return newest
}

function read(opened: Reading, wish: { direction: 'forward' | 'backward'; fromChunk?: number; limitBytes: number }) {
  return client['logs.read']({ filter: filterOf(opened.filter), ...wish })
}

const aboveFloor = ({ floorChunk }: Reading, chunks: Slice['chunks']) => chunks.filter(({ id }) => id > floorChunk)

/** One read at a time; news that came meanwhile is read after it. */
async function guarded(opened: Reading, work: () => Promise<void>): Promise<void> {
  if (opened.isBusy) return
  opened.isBusy = true
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (reading === opened) useLogStream.setState({ error, isLoading: false })
    // the next news tries again
    Object.assign(opened, { isWanted: false, isEarlierWanted: false, isLaterWanted: false })
  } finally {
    opened.isBusy = false
  }
  if (reading !== opened) return
  const { isWanted, isEarlierWanted, isLaterWanted } = opened
  if (isWanted) {
    opened.isWanted = false
    void catchUp(opened)
  } else if (isEarlierWanted) void readEarlier(opened)
  else if (isLaterWanted && useLogStream.getState().hasLater) void readForward(opened, 'asked')
}

function publish(opened: Reading, fields: Partial<LogStream>): void {
  const { revision } = useLogStream.getState()
  useLogStream.setState({ error: null, ...fields, lineCount: opened.window.lines.length, revision: revision + 1 })
}
