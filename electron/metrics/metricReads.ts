/** What may be asked about metrics, answered in the log thread. */
import type { MetricColumns, MetricMark } from '../../shared/contract/metrics.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import type { Clock } from '../base/clock.ts'
import type { MetricSql } from '../storage/metrics.sql.ts'
import { binsOf } from './bins.ts'
import type { Coverage } from './coverage.ts'
import { FC_METRICS, measuredNames } from './fcMetrics.ts'
import {
  type FunctionNow,
  type FunctionSummary,
  piecesOf,
  type SummaryQuery,
  summarize,
  togetherNow,
} from './functionSummaries.ts'
import { type MetricFile, withMetrics } from './metricFile.ts'
import { MetricSum } from './metricSum.ts'
import { accountScope, EVERYTHING } from './metricWriter.ts'
import { prometheusText } from './prometheusText.ts'
import { columnsOf } from './seriesColumns.ts'
import { ALL_TIME_S, isKept, stepCount, stepFor, type TimeRange } from './steps.ts'

/** A function that was deleted and made again is the same by its name. */
export type MetricTarget =
  | { kind: 'everything' }
  | { kind: 'account'; accountId: number }
  | { kind: 'function'; accountId: number; functionName: string }

export type MetricSeries = {
  stepSeconds: number
  atMs: number[]
  columns: MetricColumns
  isLastPartial: boolean
  marks: MetricMark[]
}
export type FcDatapoint = { name: string; timestampMs: number; value: number }

/** Each throws unavailable when the file cannot be read now, and invalid_input for a range that is none. */
export type MetricReads = {
  /** Those whose name has been measured ever; a living one that never did anything is none of them. */
  isMeasured(target: { accountId: number; functionName: string }): boolean
  metricSeries(query: TimeRange & { target: MetricTarget; maxPoints: number }): MetricSeries
  metricSummaries(query: SummaryQuery): { functions: FunctionSummary[]; marks: MetricMark[] }
  fcDatapoints(query: TimeRange & { target: MetricTarget; names: string[]; periodSeconds: number }): FcDatapoint[]
  prometheus(): string
}

export const METRIC_READS = [
  'isMeasured',
  'metricSeries',
  'metricSummaries',
  'fcDatapoints',
  'prometheus',
] as const satisfies (keyof MetricReads)[]

const MAX_SERIES_MARKS = 500
const MAX_LATEST_MARKS = 50
const MAX_DATAPOINTS = 50_000

export type MetricReadsDeps = {
  file: MetricFile
  coverage: Coverage
  clock: Clock
  /** What waits and runs now, by the id of the function. */
  now(functionId: number): FunctionNow
}

export function createMetricReads({ file, coverage, clock, now }: MetricReadsDeps): MetricReads {
  return {
    isMeasured: (target) => read((sql) => scopesOf(sql, { kind: 'function', ...target }).length > 0),

    metricSeries: ({ target, maxPoints, ...range }) => {
      checkRange(range)
      const nowMs = clock.nowMs()
      const stepSeconds = stepFor(range, { maxPoints, nowMs })
      return read((sql) => {
        const bins = binsOf(
          sql,
          { ...range, scopes: scopesOf(sql, target), stepS: stepSeconds },
          coverage.within(range),
        )
        const { atMs, columns } = columnsOf(bins)
        const isLastPartial = (atMs.at(-1) ?? 0) + stepSeconds * SECOND_MS > nowMs
        const marks = marksOf(sql, { ...range, target, limit: MAX_SERIES_MARKS }).reverse()
        return { stepSeconds, atMs, columns, isLastPartial, marks }
      })
    },

    metricSummaries: ({ accountId, minutes, parts }) => {
      const pieces = piecesOf(minutes, clock.nowMs())
      const range = { fromMs: pieces[0]?.fromMs ?? 0, beforeMs: Number.MAX_SAFE_INTEGER }
      return read((sql) => ({
        functions: [...idsByName(sql, accountId)].map(([functionName, scopes]) =>
          summarize(sql, { scopes, functionName, now: togetherNow(scopes.map(now)) }, { pieces, parts }),
        ),
        marks: marksOf(sql, { ...range, target: { kind: 'account', accountId }, limit: MAX_LATEST_MARKS }),
      }))
    },

    fcDatapoints: ({ target, names: asked, periodSeconds, ...range }) => {
      const names = measuredNames(asked)
      checkRange(range)
      checkPeriod(range, { periodSeconds, nameCount: names.length })
      return read((sql) => {
        const query = { ...range, scopes: scopesOf(sql, target), stepS: periodSeconds }
        const datapoints: FcDatapoint[] = []
        for (const { atMs, sum, isCovered } of binsOf(sql, query, coverage.within(range))) {
          if (!isCovered) continue
          for (const name of names) {
            const value = FC_METRICS[name](sum)
            if (value !== null) datapoints.push({ name, timestampMs: atMs, value })
          }
        }
        return datapoints
      })
    },

    prometheus: () =>
      read((sql) =>
        prometheusText(
          accountsOf(sql).flatMap(({ accountId, accountName }) =>
            [...idsByName(sql, accountId)].map(([functionName, ids]) => ({
              accountName,
              functionName,
              sum: allTimeOf(sql, ids),
              now: togetherNow(ids.map(now)),
            })),
          ),
        ),
      ),
  }

  function checkPeriod(range: TimeRange, { periodSeconds, nameCount }: { periodSeconds: number; nameCount: number }) {
    if (stepCount(range, periodSeconds) * nameCount > MAX_DATAPOINTS) {
      throw new AppError(
        'invalid_input',
        `that would be over ${MAX_DATAPOINTS} datapoints: choose a longer period or a shorter time`,
      )
    }
    if (!isKept(range, { stepS: periodSeconds, nowMs: clock.nowMs() })) {
      throw new AppError(
        'invalid_input',
        'seconds are kept for an hour and minutes for a week: for older times the period must be whole minutes or hours',
      )
    }
  }

  function read<T>(work: (sql: MetricSql) => T): T {
    try {
      return withMetrics(file, ({ sql }) => work(sql))
    } catch (cause) {
      if (cause instanceof AppError) throw cause
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new AppError('unavailable', `metrics cannot be read now: ${why}`, { cause })
    }
  }
}

function accountsOf(sql: MetricSql): { accountId: number; accountName: string }[] {
  const names = new Map(sql.functions.all().map(({ accountId, accountName }) => [accountId, accountName]))
  return [...names].map(([accountId, accountName]) => ({ accountId, accountName }))
}

function allTimeOf(sql: MetricSql, ids: readonly number[]): MetricSum {
  const sum = new MetricSum()
  for (const scope of ids) {
    const row = sql.row.get({ stepS: ALL_TIME_S, scope, atS: 0 })
    if (row !== undefined) sum.addRow(row)
  }
  return sum
}

function checkRange({ fromMs, beforeMs }: TimeRange): void {
  if (fromMs >= 0 && beforeMs > fromMs) return
  throw new AppError('invalid_input', 'beforeMs must be after fromMs, and neither before 1970')
}

function scopesOf(sql: MetricSql, target: MetricTarget): number[] {
  if (target.kind === 'everything') return [EVERYTHING]
  if (target.kind === 'account') return [accountScope(target.accountId)]
  return idsByName(sql, target.accountId).get(target.functionName) ?? []
}

function idsByName(sql: MetricSql, accountId: number): Map<string, number[]> {
  const ids = new Map<string, number[]>()
  for (const one of sql.functions.all()) {
    if (one.accountId === accountId) ids.set(one.name, [...(ids.get(one.name) ?? []), one.id])
  }
  return ids
}

/** The latest first. Those of the host concern everybody. */
function marksOf(sql: MetricSql, query: TimeRange & { target: MetricTarget; limit: number }): MetricMark[] {
  const { target, limit, fromMs, beforeMs } = query
  const marks: MetricMark[] = []
  for (const { atMs, kind, functionName, accountId, text } of sql.marks.iterate({ fromMs, beforeMs })) {
    const isHost = kind === 'host'
    if (!isHost && target.kind !== 'everything' && accountId !== target.accountId) continue
    if (!isHost && target.kind === 'function' && functionName !== target.functionName) continue
    marks.push({ atMs, kind, functionName, text })
    if (marks.length === limit) break
  }
  return marks
}
