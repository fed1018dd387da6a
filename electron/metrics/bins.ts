/** A range of time in steps, each with what the scopes did in it together. */
import { SECOND_MS } from '../../shared/units/time.ts'
import type { MetricRow, MetricSql } from '../storage/metrics.sql.ts'
import { MetricSum } from './metricSum.ts'
import { floorTo, keptStepOf, type TimeRange } from './steps.ts'

export type BinQuery = TimeRange & { scopes: readonly number[]; stepS: number }

/** `sum` is used again for the next one. `isCovered`: a host was running in some of it. */
export type Bin = { atMs: number; sum: MetricSum; isCovered: boolean }

/** `coverage` is in order. Yields all steps that the range touches. */
export function* binsOf(
  sql: MetricSql,
  { scopes, fromMs, beforeMs, stepS }: BinQuery,
  coverage: readonly TimeRange[],
): Generator<Bin> {
  const stepMs = stepS * SECOND_MS
  const firstAtMs = floorTo(fromMs, stepS)
  const rows = rowsOf(sql, { scopes, stepS: keptStepOf(stepS), fromMs: firstAtMs, beforeMs })
  const sum = new MetricSum()
  let next = rows.next()
  for (let atMs = firstAtMs; atMs < beforeMs; atMs += stepMs) {
    const endMs = atMs + stepMs
    sum.clear()
    let isCovered = coverage.some((interval) => interval.fromMs < endMs && interval.beforeMs > atMs)
    for (; !next.done && next.value.atS * SECOND_MS < endMs; next = rows.next()) {
      sum.addRow(next.value)
      isCovered = true
    }
    yield { atMs, sum, isCovered }
  }
}

/** In the order of time. A function that was deleted and made again has several scopes. */
function rowsOf(sql: MetricSql, { scopes, stepS, fromMs, beforeMs }: BinQuery): Iterator<MetricRow> {
  const range = { stepS, fromS: Math.floor(fromMs / SECOND_MS), beforeS: Math.ceil(beforeMs / SECOND_MS) }
  const [scope] = scopes
  if (scopes.length === 1 && scope !== undefined) return sql.range.iterate({ ...range, scope })
  return scopes
    .flatMap((each) => sql.range.all({ ...range, scope: each }))
    .sort((a, b) => a.atS - b.atS)
    .values()
}
