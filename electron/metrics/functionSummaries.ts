/** What each function did over the last minutes, and what of it waits and runs now. */
import { MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import { GAUGE_NAMES, type MetricGauges, noGauges } from '../base/metricMessages.ts'
import type { MetricRow, MetricSql } from '../storage/metrics.sql.ts'
import { MetricSum } from './metricSum.ts'
import { floorTo, type KeptStepS, type TimeRange } from './steps.ts'

export type FunctionNow = MetricGauges & { oldestAgeMs: number | null }
export type FunctionSummary = {
  functionName: string
  submitted: number
  succeeded: number
  failed: number
  failedAttempts: number
  failedParts: number[]
  endedParts: number[]
  waitP95Ms: number | null
  runP95Ms: number | null
  now: FunctionNow
}
export type SummaryQuery = { accountId: number; minutes: number; parts: number }

export const NOTHING_NOW: FunctionNow = { ...noGauges(), oldestAgeMs: null }

/** Of functions that had the same name, at most one lives. */
export function togetherNow(all: readonly FunctionNow[]): FunctionNow {
  const together = { ...NOTHING_NOW }
  for (const one of all) {
    for (const name of GAUGE_NAMES) together[name] += one[name]
    if (one.oldestAgeMs !== null) together.oldestAgeMs = Math.max(together.oldestAgeMs ?? 0, one.oldestAgeMs)
  }
  return together
}

const SECONDS_UP_TO_MINUTES = 5
const HOURS_OVER_MINUTES = 360

type Piece = TimeRange & { stepS: KeptStepS }

/** Few rows for any time: seconds of a few minutes, minutes of some hours, and whole hours between them. */
export function piecesOf(minutes: number, nowMs: number): Piece[] {
  const stepS = minutes <= SECONDS_UP_TO_MINUTES ? 1 : 60
  const beforeMs = floorTo(nowMs, stepS) + stepS * SECOND_MS // the step that is not over yet counts
  const fromMs = beforeMs - minutes * MINUTE_MS
  if (minutes <= HOURS_OVER_MINUTES) return [{ stepS, fromMs, beforeMs }]
  const firstHourMs = -floorTo(-fromMs, 3_600)
  const lastHourMs = floorTo(beforeMs, 3_600)
  return [
    { stepS: 60, fromMs, beforeMs: firstHourMs },
    { stepS: 3_600, fromMs: firstHourMs, beforeMs: lastHourMs },
    { stepS: 60, fromMs: lastHourMs, beforeMs },
  ]
}

export function summarize(
  sql: MetricSql,
  { scopes, ...target }: { scopes: readonly number[]; functionName: string; now: FunctionNow },
  { pieces, parts }: { pieces: readonly Piece[]; parts: number },
): FunctionSummary {
  const fromMs = pieces[0]?.fromMs ?? 0
  const lengthMs = Math.max(1, (pieces.at(-1)?.beforeMs ?? 0) - fromMs)
  const failedParts = new Array<number>(parts).fill(0)
  const endedParts = new Array<number>(parts).fill(0)
  const sum = new MetricSum()
  for (const row of rowsOf(sql, scopes, pieces)) {
    sum.addRow(row)
    const part = Math.min(parts - 1, Math.floor(((row.atS * SECOND_MS - fromMs) / lengthMs) * parts))
    failedParts[part] = (failedParts[part] ?? 0) + row.failedAttempts
    endedParts[part] = (endedParts[part] ?? 0) + endedOf(row)
  }
  const { submitted, succeeded, failed, failedAttempts } = sum.counts
  return {
    ...target,
    submitted,
    succeeded,
    failed,
    failedAttempts,
    failedParts,
    endedParts,
    waitP95Ms: sum.waitPercentileMs(0.95),
    runP95Ms: sum.runPercentileMs(0.95),
  }
}

const endedOf = (row: MetricRow) => row.succeeded + row.failed + row.stopped + row.expired + row.invalid

function* rowsOf(sql: MetricSql, scopes: readonly number[], pieces: readonly Piece[]): Generator<MetricRow> {
  for (const { stepS, fromMs, beforeMs } of pieces) {
    const range = { stepS, fromS: fromMs / SECOND_MS, beforeS: beforeMs / SECOND_MS }
    for (const scope of scopes) yield* sql.range.iterate({ ...range, scope })
  }
}
