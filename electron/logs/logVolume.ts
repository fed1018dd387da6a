/**
 * How many lines were written over a time, in equal parts of it. Zones that lie in one part are counted
 * without looking at their rows; the others are looked at one by one, and between them the thread does
 * other work.
 *
 * A row counts in the part in which its first line was written; a line counts where its line break is.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../base/clock.ts'
import type { CountedRow } from '../storage/logStream.sql.ts'
import { ZONE_ROW_COUNT, type ZoneRow } from '../storage/logs.sql.ts'
import type { LogFile, OpenLog } from './logFile.ts'
import { narrowingOf, type StreamFilter, zoneOf } from './logStream.ts'

const TURN_MS = 10

export type VolumeQuery = {
  filter: Omit<StreamFilter, 'fromMs' | 'beforeMs'>
  fromMs: number
  beforeMs: number
  parts: number
}
export type Volume = { lines: number[]; errorLines: number[] }

export async function readVolume(file: LogFile, query: VolumeQuery, clock: Pick<Clock, 'elapsedMs'>): Promise<Volume> {
  const count = new VolumeCount(query)
  let turnUntilMs = clock.elapsedMs() + TURN_MS
  for (let next: number | null = 0; next !== null; ) {
    const from: number = next
    next = file.use((log) => count.addZone(log, from))
    if (clock.elapsedMs() < turnUntilMs) continue
    await nextTurn()
    turnUntilMs = clock.elapsedMs() + TURN_MS
  }
  return count.volume
}

class VolumeCount {
  readonly volume: Volume
  readonly #query: VolumeQuery
  readonly #narrowing: ReturnType<typeof narrowingOf>

  constructor(query: VolumeQuery) {
    this.#query = query
    this.#narrowing = narrowingOf({ ...query.filter, fromMs: query.fromMs, beforeMs: query.beforeMs })
    const parts = () => new Array<number>(query.parts).fill(0)
    this.volume = { lines: parts(), errorLines: parts() }
  }

  /** Counts the next zone from this one on; returns the zone to go on with, or null. */
  addZone({ stream }: OpenLog, from: number): number | null {
    const { instanceId } = this.#query.filter
    if (instanceId !== null) {
      const id = stream.idFrom.get({ instanceId, id: from * ZONE_ROW_COUNT })
      if (id === undefined) return null
      for (const row of stream.instanceCounts.iterate({ ...this.#rowsOf(zoneOf(id)), instanceId })) this.#addRow(row)
      return zoneOf(id) + 1
    }
    const zone = stream.zoneFrom.get({ ...this.#narrowing, zone: from })
    if (zone === undefined) return null
    const isOldest = zone === zoneOf(stream.firstId.get() ?? 0) // its sums may be too high
    const mixedIds: number[] = []
    for (const sums of stream.zone.all({ ...this.#narrowing, zone })) {
      if (!isOldest && this.#isInOnePart(sums)) this.#add(sums.firstAtMs, sums)
      else mixedIds.push(sums.functionId)
    }
    if (mixedIds.length > 0) {
      const query = { ...this.#rowsOf(zone), functionIds: JSON.stringify(mixedIds) }
      for (const row of stream.counts.iterate(query)) this.#addRow(row)
    }
    return zone + 1
  }

  #rowsOf(zone: number) {
    const firstId = zone * ZONE_ROW_COUNT
    return { ...this.#narrowing, firstId, lastId: firstId + ZONE_ROW_COUNT - 1 }
  }

  #isInOnePart({ firstAtMs, lastAtMs }: ZoneRow): boolean {
    const { fromMs, beforeMs } = this.#query
    return firstAtMs >= fromMs && lastAtMs < beforeMs && this.#partOf(firstAtMs) === this.#partOf(lastAtMs)
  }

  #addRow({ firstAtMs, lineCount, isError }: CountedRow): void {
    this.#add(firstAtMs, { lineCount, errorLineCount: isError ? lineCount : 0 })
  }

  #add(atMs: number, { lineCount, errorLineCount }: Pick<ZoneRow, 'lineCount' | 'errorLineCount'>): void {
    const part = this.#partOf(atMs)
    const { lines, errorLines } = this.volume
    lines[part] = (lines[part] ?? 0) + lineCount
    errorLines[part] = (errorLines[part] ?? 0) + errorLineCount
  }

  /** A row may have begun before the time that was asked for: it counts in the first part. */
  #partOf(atMs: number): number {
    const { fromMs, beforeMs, parts } = this.#query
    const part = Math.floor(((atMs - fromMs) * parts) / (beforeMs - fromMs))
    return Math.min(Math.max(part, 0), parts - 1)
  }
}
