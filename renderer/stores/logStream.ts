/**
 * The merged stream of what all functions write, as one screen shows it: a window of loaded lines that grows at both
 * ends, and follows the end while the user wants it to. What is loaded is bounded; what is not loaded is stored.
 */
import { follow } from './live.ts'
import type { StreamFilter } from './logFilter.ts'
import {
  aroundOf,
  beginningOf,
  catchUp,
  currentReading,
  endReading,
  newestChunk,
  readBeginning,
  readEarlier,
  readEnd,
  readForward,
  setFloor,
  start,
} from './logReading.ts'
import { type Shown, useLogStream } from './logStreamState.ts'
import type { StreamLine } from './logWindow.ts'
import { whileVisible } from './visibility.ts'

const NO_LINES: readonly StreamLine[] = []
/** The loaded lines; read them again when `revision` has grown. */
export const streamLines = (): readonly StreamLine[] => currentReading()?.window.lines ?? NO_LINES
export const placeOfHit = (hit: { chunk: number; line: number }): number => currentReading()?.window.placeOf(hit) ?? -1
export const isCleared = (): boolean => (currentReading()?.floorChunk ?? 0) > 0

/** Shows the end of the stream, or what is around a chunk, until the returned function is called. */
export function openLogStream(filter: StreamFilter, chunk: number | null): () => void {
  const isOurs = () => currentReading()?.filter === filter
  endReading()
  useLogStream.setState({ isLoading: true, isFollowing: chunk === null })
  void start(filter, chunk === null ? readEnd : aroundOf({ chunk, line: null, at: 'middle' }))
  const stop = whileVisible(() =>
    follow('logs', async () => {
      const reading = currentReading()
      if (reading !== null && isOurs()) await catchUp(reading)
    }),
  )
  return () => {
    stop()
    if (isOurs()) endReading()
  }
}

export const logStreamActions = {
  /** Back to the end, and stay there. */
  follow(): void {
    const reading = currentReading()
    if (reading === null) return
    const { hasLater } = useLogStream.getState()
    useLogStream.setState({ isFollowing: true, newCount: 0 })
    if (hasLater || !reading.hasBegun) void start(reading.filter, readEnd)
    else void catchUp(reading)
  },
  leave: (): void => useLogStream.setState({ isFollowing: false }),
  readEarlier(): void {
    const reading = currentReading()
    if (reading !== null) void readEarlier(reading)
  },
  readLater(): void {
    const reading = currentReading()
    if (reading !== null) void readForward(reading, 'asked')
  },
  retry(): void {
    const reading = currentReading()
    if (reading === null) return
    useLogStream.setState(({ lineCount }) => ({ error: null, isLoading: lineCount === 0 }))
    void catchUp(reading)
  },
  /** The first line of all that is stored. */
  async toBeginning(): Promise<void> {
    const reading = currentReading()
    if (reading === null) return
    useLogStream.setState({ isFollowing: false })
    if (useLogStream.getState().hasEarlier) await start(reading.filter, readBeginning)
    else useLogStream.setState({ shown: beginningOf(reading) })
  },
  /** Shows a line with what is around it; nothing is read when it is loaded. What was cleared away comes back for it. */
  async showAround({ chunk, line }: { chunk: number; line: number | null }): Promise<void> {
    const reading = currentReading()
    if (reading === null) return
    const { hasBegun, firstChunk, lastChunk, floorChunk, window, filter } = reading
    const shown: Shown = { chunk, line, at: 'middle' }
    useLogStream.setState({ isFollowing: false })
    if (chunk <= floorChunk) setFloor(filter, null)
    else if (hasBegun && chunk >= firstChunk && chunk <= lastChunk && window.lines.length > 0) {
      useLogStream.setState({ shown })
      return
    }
    await start(filter, aroundOf(shown))
  },
  /** Hides what is there now; nothing is deleted. */
  async clear(): Promise<void> {
    const reading = currentReading()
    if (reading === null) return
    const { filter } = reading
    const chunk = useLogStream.getState().hasLater ? await newestChunk(reading) : reading.lastChunk
    if (chunk === null || currentReading()?.filter !== filter) return
    setFloor(filter, chunk)
    endReading()
    await start(filter, readEnd)
  },
  /** Shows again what was hidden. */
  unclear(): void {
    const reading = currentReading()
    if (reading === null) return
    setFloor(reading.filter, null)
    void start(reading.filter, readEnd)
  },
}
