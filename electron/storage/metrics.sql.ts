/** All SQL about metrics: parameters in, rows out. No clock, no policy, no logging. */
import type { Database } from 'better-sqlite3'
import type { MetricCounts, MetricGauges, MetricTimes } from '../base/metricMessages.ts'

/** `scope`: a function's id, an account's id with a minus, or 0 for everything. Histograms are encoded. */
export type MetricRow = MetricCounts &
  MetricGauges &
  MetricTimes & { atS: number; oldestAgeMs: number | null; wait: Uint8Array; run: Uint8Array }
export type MetricKey = { stepS: number; scope: number; atS: number }
export type MarkRow = {
  atMs: number
  kind: 'code' | 'configuration' | 'crash' | 'host'
  functionId: number | null
  functionName: string | null
  text: string
}
export type MetricFunctionRow = { id: number; accountId: number; name: string; accountName: string }
export type CoverageRow = { id: number; hostId: string; fromMs: number; untilMs: number }

const VALUES = `submitted, dequeued, succeeded, failed, stopped, expired, invalid, retried,
  failed_attempts AS failedAttempts, calls, failed_calls AS failedCalls, throttled_calls AS throttledCalls,
  cold_starts AS coldStarts, delivered, undelivered, backlog, executing, in_process AS inProcess, instances, oldest_age_ms AS oldestAgeMs,
  wait_sum_ms AS waitSumMs, wait_max_ms AS waitMaxMs, run_sum_ms AS runSumMs, run_max_ms AS runMaxMs,
  max_memory_bytes AS maxMemoryBytes, wait, run`

export const prepareMetricSql = (db: Database) => ({
  row: db.prepare<MetricKey, MetricRow>(
    `SELECT at_s AS atS, ${VALUES} FROM metric WHERE step_s = :stepS AND scope = :scope AND at_s = :atS`,
  ),
  put: db.prepare<MetricKey & Omit<MetricRow, 'atS'>>(`
    INSERT OR REPLACE INTO metric (step_s, scope, at_s, submitted, dequeued, succeeded, failed, stopped, expired,
      invalid, retried, failed_attempts, calls, failed_calls, throttled_calls, cold_starts, delivered, undelivered, backlog, executing,
      in_process, instances, oldest_age_ms, wait_sum_ms, wait_max_ms, run_sum_ms, run_max_ms, max_memory_bytes, wait, run)
    VALUES (:stepS, :scope, :atS, :submitted, :dequeued, :succeeded, :failed, :stopped, :expired, :invalid, :retried,
      :failedAttempts, :calls, :failedCalls, :throttledCalls, :coldStarts, :delivered, :undelivered, :backlog, :executing, :inProcess, :instances,
      :oldestAgeMs, :waitSumMs, :waitMaxMs, :runSumMs, :runMaxMs, :maxMemoryBytes, :wait, :run)`),

  /** In the order of time. */
  range: db.prepare<{ stepS: number; scope: number; fromS: number; beforeS: number }, MetricRow>(`
    SELECT at_s AS atS, ${VALUES} FROM metric
     WHERE step_s = :stepS AND scope = :scope AND at_s >= :fromS AND at_s < :beforeS ORDER BY at_s`),

  /** Deletes the oldest of a scope that are too old, at most :limit. */
  deleteOld: db.prepare<{ stepS: number; scope: number; beforeS: number; limit: number }>(`
    DELETE FROM metric
     WHERE step_s = :stepS AND scope = :scope AND at_s < :beforeS
       AND at_s IN (SELECT at_s FROM metric WHERE step_s = :stepS AND scope = :scope ORDER BY at_s LIMIT :limit)`),
  /** The first scope after :scope; each is one seek. */
  nextScope: db
    .prepare<{ stepS: number; scope: number }, number | null>(
      'SELECT min(scope) FROM metric WHERE step_s = :stepS AND scope > :scope',
    )
    .pluck(),

  functions: db.prepare<[], MetricFunctionRow>(
    'SELECT id, account_id AS accountId, name, account_name AS accountName FROM metric_function ORDER BY id',
  ),
  putFunction: db.prepare<MetricFunctionRow>(`
    INSERT INTO metric_function (id, account_id, name, account_name) VALUES (:id, :accountId, :name, :accountName)
    ON CONFLICT DO UPDATE SET name = excluded.name, account_name = excluded.account_name`),

  insertMark: db.prepare<{ atMs: number; kind: MarkRow['kind']; functionId: number | null; text: string }>(
    'INSERT INTO metric_mark (at_ms, kind, function_id, text) VALUES (:atMs, :kind, :functionId, :text)',
  ),
  /** The latest first. Those of functions have the name that the function had last. */
  marks: db.prepare<{ fromMs: number; beforeMs: number }, MarkRow & { accountId: number | null }>(`
    SELECT at_ms AS atMs, kind, function_id AS functionId, name AS functionName, account_id AS accountId, text
      FROM metric_mark LEFT JOIN metric_function ON metric_function.id = function_id
     WHERE at_ms >= :fromMs AND at_ms < :beforeMs ORDER BY at_ms DESC, metric_mark.id DESC`),
  deleteOldMarks: db.prepare<{ beforeMs: number; limit: number }>(`
    DELETE FROM metric_mark WHERE id IN (SELECT id FROM metric_mark WHERE at_ms < :beforeMs ORDER BY at_ms LIMIT :limit)`),

  coverage: db.prepare<{ fromMs: number; beforeMs: number }, CoverageRow>(`
    SELECT id, host_id AS hostId, from_ms AS fromMs, until_ms AS untilMs FROM metric_coverage
     WHERE until_ms > :fromMs AND from_ms < :beforeMs ORDER BY from_ms`),
  lastCoverage: db.prepare<[], CoverageRow>(`
    SELECT id, host_id AS hostId, from_ms AS fromMs, until_ms AS untilMs FROM metric_coverage ORDER BY id DESC LIMIT 1`),
  insertCoverage: db.prepare<Omit<CoverageRow, 'id'>>(
    'INSERT INTO metric_coverage (host_id, from_ms, until_ms) VALUES (:hostId, :fromMs, :untilMs)',
  ),
  extendCoverage: db.prepare<{ id: number; fromMs: number; untilMs: number }>(
    'UPDATE metric_coverage SET from_ms = :fromMs, until_ms = :untilMs WHERE id = :id',
  ),
  deleteOldCoverage: db.prepare<{ beforeMs: number }>('DELETE FROM metric_coverage WHERE until_ms < :beforeMs'),

  lastStored: db.prepare<{ id: string }, { number: number; atMs: number }>(
    'SELECT number, at_ms AS atMs FROM metric_source WHERE id = :id',
  ),
  rememberNumber: db.prepare<{ id: string; number: number; atMs: number }>(`
    INSERT INTO metric_source (id, number, at_ms) VALUES (:id, :number, :atMs)
    ON CONFLICT DO UPDATE SET number = excluded.number, at_ms = excluded.at_ms`),
  deleteOldSources: db.prepare<{ beforeMs: number }>('DELETE FROM metric_source WHERE at_ms < :beforeMs'),
})
export type MetricSql = ReturnType<typeof prepareMetricSql>
