/**
 * When a host was running, as intervals: what tells "nothing happened" from "nobody looked". The log thread
 * ticks each second; a tick that comes late was SIGSTOP, sleep or a clock set forward, and leaves a gap.
 */
import { MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import { ASLEEP_AFTER_MS, type Clock } from '../base/clock.ts'
import type { MetricSql } from '../storage/metrics.sql.ts'
import { type MetricFile, withMetrics } from './metricFile.ts'
import type { TimeRange } from './steps.ts'

export const TICK_MS = SECOND_MS
const WRITE_EVERY_MS = MINUTE_MS
/** A log thread that was replaced goes on where the one before it wrote last. */
const SAME_HOST_WITHIN_MS = WRITE_EVERY_MS + 30 * SECOND_MS

type Interval = { id: number | null; fromMs: number; untilMs: number } // id null: not written yet

export class Coverage {
  readonly #file: MetricFile
  readonly #hostId: string
  readonly #clock: Clock
  /** Those that may differ from what is written; the last one still grows. */
  #intervals: Interval[]
  #current: Interval
  #writtenAtMs: number
  #hasBegun = false

  constructor({ file, hostId, clock }: { file: MetricFile; hostId: string; clock: Clock }) {
    this.#file = file
    this.#hostId = hostId
    this.#clock = clock
    const nowMs = clock.nowMs()
    this.#current = { id: null, fromMs: nowMs, untilMs: nowMs }
    this.#intervals = [this.#current]
    this.#writtenAtMs = nowMs
    this.write()
  }

  tick(): void {
    const nowMs = this.#clock.nowMs()
    if (nowMs - this.#current.untilMs > TICK_MS + ASLEEP_AFTER_MS) this.#beginAnew(nowMs)
    this.#current.untilMs = Math.max(this.#current.untilMs, nowMs)
    if (nowMs - this.#writtenAtMs >= WRITE_EVERY_MS) this.write()
  }

  /** What was measured between these is lost. */
  gap({ fromMs, beforeMs }: TimeRange): void {
    if (fromMs <= this.#current.fromMs || beforeMs <= fromMs) return
    const untilMs = Math.max(this.#current.untilMs, beforeMs)
    this.#current.untilMs = fromMs
    this.#beginAnew(beforeMs)
    this.#current.untilMs = untilMs
  }

  /** When it fails, as on a full disk, it is tried again a minute later. */
  write(): void {
    this.#writtenAtMs = this.#clock.nowMs()
    try {
      const ids = withMetrics(this.#file, ({ db, sql }) => db.transaction(() => this.#put(sql)).immediate())
      for (const [index, id] of ids.entries()) Object.assign(this.#intervals[index] ?? {}, { id })
      this.#intervals = [this.#current]
      this.#hasBegun = true
    } catch {}
  }

  /** In order, and with the one that still grows. */
  within(range: TimeRange): TimeRange[] {
    this.tick()
    const mine = this.#intervals
    const written = withMetrics(this.#file, ({ sql }) => sql.coverage.all(range))
    return [
      ...written.filter(({ id }) => !mine.some((interval) => interval.id === id)),
      ...mine.filter(({ fromMs, untilMs }) => untilMs > range.fromMs && fromMs < range.beforeMs),
    ].map(({ fromMs, untilMs }) => ({ fromMs, beforeMs: untilMs }))
  }

  #beginAnew(fromMs: number): void {
    this.#current = { id: null, fromMs, untilMs: fromMs }
    this.#intervals.push(this.#current)
  }

  /** Returns the ids of the intervals. */
  #put(sql: MetricSql): number[] {
    if (!this.#hasBegun) this.#begin(sql)
    return this.#intervals.map((interval) => {
      const { id, untilMs } = interval
      if (id !== null) {
        if (sql.extendCoverage.run({ id, fromMs: interval.fromMs, untilMs }).changes > 0) return id
        interval.fromMs = untilMs // a new file knows nothing of the time before it
      }
      const { fromMs } = interval
      return Number(sql.insertCoverage.run({ hostId: this.#hostId, fromMs, untilMs }).lastInsertRowid)
    })
  }

  /** The host started, or only this thread did. */
  #begin(sql: MetricSql): void {
    const [first] = this.#intervals
    const last = sql.lastCoverage.get()
    if (last?.hostId !== this.#hostId) {
      sql.insertMark.run({ atMs: first?.fromMs ?? 0, kind: 'host', functionId: null, text: 'host started' })
    } else if (first !== undefined && Math.abs(first.fromMs - last.untilMs) <= SAME_HOST_WITHIN_MS) {
      first.id = last.id
      first.fromMs = last.fromMs
    }
  }
}
