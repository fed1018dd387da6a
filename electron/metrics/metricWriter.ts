/**
 * Stores the seconds that the store counted, each once, in all the steps that are kept, and for each function,
 * for its account and for everything. When the file cannot be written they wait in memory, for two minutes.
 */
import { SECOND_MS } from '../../shared/units/time.ts'
import type { MetricGauges, MetricSecond, MetricsMessage, MetricsStored } from '../base/metricMessages.ts'
import type { Notice } from '../base/threadLink.ts'
import type { MetricSql } from '../storage/metrics.sql.ts'
import { sqliteCode } from '../storage/taskDatabase.ts'
import type { Coverage } from './coverage.ts'
import { type MetricFile, withMetrics } from './metricFile.ts'
import { MetricSum } from './metricSum.ts'
import { ALL_TIME_S, floorTo, KEPT_STEPS } from './steps.ts'

export const EVERYTHING = 0
export const accountScope = (accountId: number) => -accountId

const MAX_PENDING_COUNT = 120

type Reply = (message: MetricsStored) => void
type Pending = { message: MetricsMessage; reply: Reply }

export type MetricWriterOptions = {
  file: MetricFile
  coverage: Coverage
  notify(notice: Notice): void
  /** After each commit that stored something. */
  stored(): void
  retryAfterMs?: number
}

export class MetricWriter {
  readonly #options: MetricWriterOptions
  readonly #sum = new MetricSum()
  #pending: Pending[] = []
  #retryTimer: NodeJS.Timeout | null = null

  constructor(options: MetricWriterOptions) {
    this.#options = options
  }

  accept(message: MetricsMessage, reply: Reply): void {
    this.#pending.push({ message, reply })
    if (this.#pending.length > MAX_PENDING_COUNT) this.#pending.shift()
    if (this.#retryTimer === null) this.#flush()
  }

  /** In one last attempt. */
  stop(): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
    if (this.#pending.length > 0) this.#flush()
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
  }

  #flush(): void {
    const wasWaiting = this.#retryTimer !== null
    this.#retryTimer = null
    try {
      this.#storeAll(this.#pending)
    } catch (error) {
      if (isBadSecond(error) && this.#pending.length > 0) this.#refuse(error)
      else this.#wait({ error, isNews: !wasWaiting })
      return
    }
    if (wasWaiting) this.#tell('notice', 'metrics_resumed', 'Metrics are stored again.')
    for (const { message, reply } of this.#pending.splice(0)) reply({ kind: 'metricsStored', number: message.number })
    this.#options.stored()
  }

  /** Gaps are told once everything has committed: the work may be done twice. */
  #storeAll(pending: readonly Pending[]): void {
    const gaps = withMetrics(this.#options.file, ({ db, sql }) =>
      db.transaction(() => pending.flatMap(({ message }) => this.#store(sql, message))).immediate(),
    )
    for (const gap of gaps) this.#options.coverage.gap(gap)
  }

  #store(sql: MetricSql, { sourceId: id, number, second }: MetricsMessage): { fromMs: number; beforeMs: number }[] {
    const last = sql.lastStored.get({ id })
    if (last !== undefined && number <= last.number) return [] // sent again, but stored
    this.#putSecond(sql, second)
    sql.rememberNumber.run({ id, number, atMs: second.atMs })
    if (last === undefined || number === last.number + 1) return []
    return [{ fromMs: last.atMs + SECOND_MS, beforeMs: second.atMs }]
  }

  #putSecond(sql: MetricSql, { atMs, functions, accounts, everything, marks }: MetricSecond): void {
    for (const { functionId: id, accountId, functionName, accountName, values } of functions) {
      if (functionName !== null && accountName !== null) {
        sql.putFunction.run({ id, accountId, name: functionName, accountName })
      }
      this.#put(sql, { scope: id, atMs }, (sum) => sum.addValues(values))
      this.#putStep(sql, { stepS: ALL_TIME_S, scope: id, atS: 0 }, (sum) => sum.addValues(values))
    }
    for (const { accountId, ...peaks } of accounts) {
      const own = functions.filter((one) => one.accountId === accountId)
      if (own.length > 0) this.#putTogether(sql, { scope: accountScope(accountId), atMs }, { functions: own, peaks })
    }
    if (functions.length > 0) this.#putTogether(sql, { scope: EVERYTHING, atMs }, { functions, peaks: everything })
    for (const mark of marks) sql.insertMark.run(mark)
  }

  /** The highest of a sum is not the sum of the highest: it was counted by itself. */
  #putTogether(
    sql: MetricSql,
    at: { scope: number; atMs: number },
    { functions, peaks }: { functions: MetricSecond['functions']; peaks: MetricGauges },
  ): void {
    const together = new MetricSum()
    for (const { values } of functions) together.addValues(values)
    const values = { ...together.values(), ...peaks }
    this.#put(sql, at, (sum) => sum.addValues(values))
  }

  #put(sql: MetricSql, { scope, atMs }: { scope: number; atMs: number }, add: (sum: MetricSum) => void): void {
    for (const { stepS } of KEPT_STEPS) {
      this.#putStep(sql, { stepS, scope, atS: floorTo(atMs, stepS) / SECOND_MS }, add)
    }
  }

  /** What another host stored for the same second stays: after a clock was set back both are true. */
  #putStep(sql: MetricSql, key: { stepS: number; scope: number; atS: number }, add: (sum: MetricSum) => void): void {
    const sum = this.#sum
    sum.clear()
    const stored = sql.row.get(key)
    if (stored !== undefined) sum.addRow(stored)
    add(sum)
    sql.put.run({ ...key, ...sum.row() })
  }

  #wait({ error, isNews }: { error: unknown; isNews: boolean }): void {
    if (isNews) {
      const message = `Metrics cannot be stored now: they wait in memory, and after two minutes the oldest are lost. Tasks are not affected. Free some disk space. (${String(error)})`
      this.#tell('error', 'metrics_stalled', message)
    }
    this.#retryTimer = setTimeout(() => this.#flush(), this.#options.retryAfterMs ?? SECOND_MS)
  }

  /** A second that can never be stored must not hold up the others. */
  #refuse(error: unknown): void {
    for (const one of this.#pending.splice(0)) {
      try {
        this.#storeAll([one])
      } catch {
        this.#tell('error', 'metrics_refused', `A second of metrics was dropped: ${String(error)}`)
      }
      one.reply({ kind: 'metricsStored', number: one.message.number })
    }
    this.#options.stored()
  }

  #tell(level: Notice['level'], code: string, message: string): void {
    this.#options.notify({ level, code, message })
  }
}

/** Errors that a later try would meet again. */
function isBadSecond(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true
  return /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(sqliteCode(error) ?? '')
}
