/**
 * The output of all functions as one stream, walked forwards or backwards over the rows that a filter keeps,
 * and read in slices bounded by size and by time.
 *
 * A filter that keeps few rows gives short slices, or empty ones, that have moved on: nothing here keeps the
 * log thread from storing for longer than `SLICE_MS`.
 */
import type { Clock } from '../base/clock.ts'
import type { LogDamage } from '../storage/logDatabase.ts'
import type { LogStreamSql } from '../storage/logStream.sql.ts'
import { type StoredOutputRow, ZONE_ROW_COUNT } from '../storage/logs.sql.ts'
import type { OpenLog } from './logFile.ts'
import { MAX_SLICE_BYTES, ROW_OVERHEAD_BYTES } from './sliceSizes.ts'

const SLICE_MS = 15

/** Null parts do not restrict. Functions must be named: there are those of other accounts, too. */
export type StreamFilter = {
  functionIds: number[]
  instanceId: string | null
  fromMs: number | null // inclusive; a row counts with all the time between its first and its last line
  beforeMs: number | null // exclusive
}
export type Direction = 'forward' | 'backward'
/** `fromChunk` is exclusive; null: from the beginning, or backwards from the end. */
export type Place = { filter: StreamFilter; direction: Direction; fromChunk: number | null }
export type StreamQuery = Place & { limitBytes: number }

/**
 * `chunks` is in the order of the stream, whatever the direction. `firstChunk` and `lastChunk` are the
 * `fromChunk` of the slices before and after.
 */
export type StreamSlice = {
  chunks: StoredOutputRow[]
  firstChunk: number
  lastChunk: number
  hasMore: boolean
  damage: LogDamage | null
}

export function readStream(
  { stream, damage }: OpenLog,
  { limitBytes, ...place }: StreamQuery,
  clock: Pick<Clock, 'elapsedMs'>,
): StreamSlice {
  const walk = new StreamWalk(stream, place)
  const untilMs = clock.elapsedMs() + SLICE_MS
  const chunks: StoredOutputRow[] = []
  let bytesLeft = Math.min(limitBytes, MAX_SLICE_BYTES)
  const take = (row: StoredOutputRow) => {
    bytesLeft -= row.byteCount + ROW_OVERHEAD_BYTES
    if (chunks.length > 0 && (bytesLeft < 0 || clock.elapsedMs() >= untilMs)) return false
    chunks.push(row)
    return true
  }
  while (!walk.isOver && walk.nextRows(take) && clock.elapsedMs() < untilMs) {}
  const { start, end } = walk
  const isForward = place.direction === 'forward'
  if (!isForward) chunks.reverse()
  return {
    chunks,
    firstChunk: Math.max(0, isForward ? start + 1 : end),
    lastChunk: Math.max(0, isForward ? end : start - 1),
    hasMore: !walk.isOver,
    damage,
  }
}

/** Goes through a stream zone by zone. Everything between `start` and `end` has been looked at. */
export class StreamWalk {
  /** Exclusive, as `fromChunk` is. */
  readonly start: number
  readonly isForward: boolean
  isOver = false
  readonly #sql: LogStreamSql
  readonly #instanceId: string | null
  readonly #narrowing: { functionIds: string; fromMs: number; beforeMs: number }
  readonly #lastId: number
  #end: number

  constructor(sql: LogStreamSql, { filter, direction, fromChunk }: Place) {
    this.#sql = sql
    this.#instanceId = filter.instanceId
    this.isForward = direction === 'forward'
    this.#narrowing = narrowingOf(filter)
    this.#lastId = sql.lastId.get() ?? 0
    // What lies behind the last row is of a file that was moved aside, or all of it was deleted: ids begin anew.
    if (this.isForward) this.start = fromChunk === null || fromChunk > this.#lastId ? 0 : fromChunk
    else this.start = Math.min(fromChunk ?? Number.POSITIVE_INFINITY, this.#lastId + 1)
    this.#end = this.start
  }

  /** The `fromChunk` to go on with. */
  get end(): number {
    return this.#end
  }

  /**
   * Gives the rows of the next zone that has any, in the direction of the walk, until `take` does not take
   * one. True: the zone was gone through.
   */
  nextRows(take: (row: StoredOutputRow) => boolean): boolean {
    const zone = this.#nextZone()
    if (zone === null) {
      this.#end = this.isForward ? this.#lastId : 0
      this.isOver = true
      return true
    }
    const firstId = Math.max(zone * ZONE_ROW_COUNT, this.isForward ? this.#end + 1 : 0)
    const zoneEnd = zone * ZONE_ROW_COUNT + ZONE_ROW_COUNT - 1
    const lastId = Math.min(zoneEnd, this.isForward ? this.#lastId : this.#end - 1)
    for (const row of this.#rows({ firstId, lastId })) {
      if (!take(row)) return false
      this.#end = row.id
    }
    this.#end = this.isForward ? lastId : firstId
    return true
  }

  #rows(ids: { firstId: number; lastId: number }): IterableIterator<StoredOutputRow> {
    const query = { ...this.#narrowing, ...ids }
    if (this.#instanceId === null) return this.#sql[this.isForward ? 'rowsUp' : 'rowsDown'].iterate(query)
    const statement = this.isForward ? 'instanceRowsUp' : 'instanceRowsDown'
    return this.#sql[statement].iterate({ ...query, instanceId: this.#instanceId })
  }

  #nextZone(): number | null {
    const id = this.isForward ? this.#end + 1 : this.#end - 1
    if (id < 0 || id > this.#lastId) return null
    if (this.#instanceId !== null) {
      const next = this.#sql[this.isForward ? 'idFrom' : 'idUpTo'].get({ instanceId: this.#instanceId, id })
      return next === undefined ? null : zoneOf(next)
    }
    const query = { ...this.#narrowing, zone: zoneOf(id) }
    return this.#sql[this.isForward ? 'zoneFrom' : 'zoneUpTo'].get(query) ?? null
  }
}

export const zoneOf = (id: number) => Math.floor(id / ZONE_ROW_COUNT)

export const narrowingOf = ({ functionIds, fromMs, beforeMs }: StreamFilter) => ({
  functionIds: JSON.stringify(functionIds),
  fromMs: fromMs ?? Number.MIN_SAFE_INTEGER,
  beforeMs: beforeMs ?? Number.MAX_SAFE_INTEGER,
})
