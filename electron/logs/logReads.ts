/** Reads captured output in the order in which it was written, in slices of bounded size. */
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import type { StoredOutputRow } from '../storage/logs.sql.ts'
import type { LogFile } from './logFile.ts'

const MAX_SLICE_BYTES = MIB_BYTES
const ROW_OVERHEAD_BYTES = 128 // bounds the number of tiny rows in a slice, too

/** `lastChunk` is the `afterChunk` of the next slice; it stays usable while output is still coming. */
export type LogSlice = { chunks: StoredOutputRow[]; lastChunk: number; hasMore: boolean }
/** `afterChunk` 0 starts at the beginning. A slice has at least one chunk if there is one. */
export type SliceOf = { afterChunk: number; limitBytes: number }

export type LogReads = {
  readAttemptLog(query: { seq: number; attempt: number } & SliceOf): LogSlice
  readTaskLog(query: { seq: number } & SliceOf): LogSlice
  /** Includes what the instance wrote while no attempt was running, such as its start. */
  readInstanceLog(query: { instanceId: string } & SliceOf): LogSlice
}

export function createLogReads(file: LogFile): LogReads {
  return {
    readAttemptLog: ({ seq, attempt, ...slice }) =>
      file.use(({ sql }) => take(sql.ofAttempt.iterate({ seq, attempt, afterId: slice.afterChunk }), slice)),
    readTaskLog: ({ seq, ...slice }) =>
      file.use(({ sql }) => take(sql.ofTask.iterate({ seq, afterId: slice.afterChunk }), slice)),
    readInstanceLog: ({ instanceId, ...slice }) =>
      file.use(({ sql }) => take(sql.ofInstance.iterate({ instanceId, afterId: slice.afterChunk }), slice)),
  }
}

function take(rows: Iterable<StoredOutputRow>, { afterChunk, limitBytes }: SliceOf): LogSlice {
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
