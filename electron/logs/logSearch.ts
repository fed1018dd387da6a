/**
 * Searches the stream of all functions' output for a text or a regular expression, in slices: a call looks
 * at blocks of rows for about `SLICE_MS` of the log thread and says where to go on.
 *
 * What the limits are:
 * - A line is found whole although rows cut it, and counts as one of the row in which it begins; so a search
 *   that starts behind that row, or a filter that excludes it, does not find what stands in its later rows.
 *   Its pieces are sought among the 256 next rows of the instance.
 * - Of one line at most 1,000 matches are told, and of lines over 16 Ki characters a regular expression sees
 *   18 Ki at a time (lineMatcher.ts).
 * - A line that is still being written is searched as far as it is there.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { LogHit } from '../../shared/contract/logs.contract.ts'
import { KIB_BYTES, MIB_BYTES } from '../../shared/units/bytes.ts'
import type { Clock } from '../base/clock.ts'
import type { StoredOutputRow } from '../storage/logs.sql.ts'
import { type LineMatcher, lineMatcher, type Pattern } from './lineMatcher.ts'
import type { LogFile } from './logFile.ts'
import { type Place, StreamWalk } from './logStream.ts'
import { RowSearch } from './rowSearch.ts'

const SLICE_MS = 15
/** A block is not interrupted; regular expressions may be slow. */
const TEXT_BLOCK_BYTES = MIB_BYTES
const REGEX_BLOCK_BYTES = MIB_BYTES / 4
const ROW_OVERHEAD_BYTES = KIB_BYTES / 2 // tiny rows cost more than their bytes

export type SearchQuery = Place & Pattern & { limit: number }
/** `nextChunk`: the `fromChunk` to go on with; null: everything was searched. */
export type SearchSlice = { hits: LogHit[]; nextChunk: number | null; searchedLines: number }

/**
 * Hits are in the order of the search. There may be more than `limit`: a chunk's are told together.
 * Rejects with invalid_input for a pattern that means nothing or takes too long.
 */
export async function searchStream(
  file: LogFile,
  { limit, ...query }: SearchQuery,
  clock: Pick<Clock, 'elapsedMs'>,
): Promise<SearchSlice> {
  const matcher = lineMatcher(query)
  await nextTurn() // what waits to be stored comes first, however many searches there are
  const untilMs = clock.elapsedMs() + SLICE_MS
  const slice: SearchSlice = { hits: [], nextChunk: query.fromChunk, searchedLines: 0 }
  do {
    const place = { ...query, fromChunk: slice.nextChunk }
    const { rows, next } = file.use(({ stream }) =>
      nextBlock(new StreamWalk(stream, place), { matcher, clock, untilMs }),
    )
    slice.nextChunk = next
    add(rows, await new RowSearch({ file, matcher, clock }).hitsIn(rows))
  } while (slice.nextChunk !== null && slice.hits.length < limit && clock.elapsedMs() < untilMs)
  return slice

  /** Up to the end of the chunk in which the limit is reached: a search goes on behind a chunk, never within. */
  function add(rows: StoredOutputRow[], hits: LogHit[]): void {
    const isForward = query.direction === 'forward'
    if (!isForward) hits.reverse()
    const lastChunk = hits[limit - slice.hits.length - 1]?.chunk
    const isBehind = ({ id }: { id: number }) =>
      lastChunk !== undefined && (isForward ? id > lastChunk : id < lastChunk)
    for (const hit of hits) if (!isBehind({ id: hit.chunk })) slice.hits.push(hit)
    for (const row of rows) if (!isBehind(row)) slice.searchedLines += row.lineCount
    if (lastChunk !== undefined && rows.some(isBehind)) slice.nextChunk = lastChunk
  }
}

type Budget = { matcher: LineMatcher; clock: Pick<Clock, 'elapsedMs'>; untilMs: number }

/** Rows in the order of the stream; `next` null: there are none behind them. */
function nextBlock(
  walk: StreamWalk,
  { matcher, clock, untilMs }: Budget,
): { rows: StoredOutputRow[]; next: number | null } {
  let bytesLeft = matcher.isHostile ? REGEX_BLOCK_BYTES : TEXT_BLOCK_BYTES
  const rows: StoredOutputRow[] = []
  const take = (row: StoredOutputRow) => {
    bytesLeft -= row.byteCount + ROW_OVERHEAD_BYTES
    if (bytesLeft < 0 && rows.length > 0) return false
    rows.push(row)
    return true
  }
  while (!walk.isOver && walk.nextRows(take) && clock.elapsedMs() < untilMs) {}
  if (!walk.isForward) rows.reverse()
  return { rows, next: walk.isOver ? null : walk.end }
}
