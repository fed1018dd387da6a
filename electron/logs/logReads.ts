/** Reads captured output in the order in which it was written, in slices of bounded size. */
import { AppError } from '../../shared/errors.ts'
import type { Clock } from '../base/clock.ts'
import type { LogDamage } from '../storage/logDatabase.ts'
import type { StoredOutputRow } from '../storage/logs.sql.ts'
import type { LogFile, OpenLog } from './logFile.ts'
import { type SearchQuery, type SearchSlice, searchStream } from './logSearch.ts'
import { readStream, type StreamQuery, type StreamSlice } from './logStream.ts'
import { readVolume, type Volume, type VolumeQuery } from './logVolume.ts'
import { MAX_SLICE_BYTES, ROW_OVERHEAD_BYTES } from './sliceSizes.ts'

/**
 * `damage`: the log database was found damaged then, and what was written before is not in it.
 * `lastChunk` is the `afterChunk` of the next slice; it stays usable while output is still coming.
 */
export type LogSlice = { chunks: StoredOutputRow[]; lastChunk: number; hasMore: boolean; damage: LogDamage | null }
/** `afterChunk` 0 starts at the beginning. A slice has at least one chunk if there is one. */
export type SliceOf = { afterChunk: number; limitBytes: number }

export type LogReads = {
  readAttemptLog(query: { seq: number; attempt: number } & SliceOf): LogSlice
  readTaskLog(query: { seq: number } & SliceOf): LogSlice
  /** Includes what the instance wrote while no attempt was running, such as its start. */
  readInstanceLog(query: { instanceId: string } & SliceOf): LogSlice
  /** What all functions wrote, merged. */
  readStream(query: StreamQuery): StreamSlice
  /** invalid_input for a pattern that means nothing or takes too long. */
  searchStream(query: SearchQuery): Promise<SearchSlice>
  readVolume(query: VolumeQuery): Promise<Volume>
}

/** Each throws unavailable when the file cannot be read now; damage is told by the slice. */
export function createLogReads(file: LogFile, clock: Pick<Clock, 'elapsedMs'>): LogReads {
  return {
    readAttemptLog: ({ seq, attempt, ...slice }) =>
      read(slice, ({ sql }) => sql.ofAttempt.iterate({ seq, attempt, afterId: slice.afterChunk })),
    readTaskLog: ({ seq, ...slice }) =>
      read(slice, ({ sql }) => sql.ofTask.iterate({ seq, afterId: slice.afterChunk })),
    readInstanceLog: ({ instanceId, ...slice }) =>
      read(slice, ({ sql }) => sql.ofInstance.iterate({ instanceId, afterId: slice.afterChunk })),
    readStream: (query) => explained(() => file.use((log) => readStream(log, query, clock))),
    searchStream: (query) => searchStream(file, query, clock).catch(explain),
    readVolume: (query) => readVolume(file, query, clock).catch(explain),
  }

  function read(slice: SliceOf, rowsIn: (log: OpenLog) => Iterable<StoredOutputRow>): LogSlice {
    return explained(() => file.use((log) => ({ ...take(rowsIn(log), slice), damage: log.damage })))
  }
}

function explained<T>(work: () => T): T {
  try {
    return work()
  } catch (cause) {
    return explain(cause)
  }
}

function explain(cause: unknown): never {
  if (cause instanceof AppError) throw cause
  const why = cause instanceof Error ? cause.message : String(cause)
  throw new AppError('unavailable', `the log database cannot be read now: ${why}`, { cause })
}

function take(rows: Iterable<StoredOutputRow>, { afterChunk, limitBytes }: SliceOf): Omit<LogSlice, 'damage'> {
  let bytesLeft = Math.min(limitBytes, MAX_SLICE_BYTES)
  const chunks: StoredOutputRow[] = []
  let lastChunk = afterChunk
  for (const row of rows) {
    bytesLeft -= row.byteCount + ROW_OVERHEAD_BYTES
    if (bytesLeft < 0 && chunks.length > 0) return { chunks, lastChunk, hasMore: true }
    chunks.push(row)
    lastChunk = row.id
  }
  return { chunks, lastChunk, hasMore: false }
}
