/** The log database as metrics use it: electron/logs has it open, and starts it anew when it is damaged. */
import type { Database } from 'better-sqlite3'
import { type MetricSql, prepareMetricSql } from '../storage/metrics.sql.ts'

export type MetricFile = {
  /** Throws what SQLite throws. `work` may run twice. */
  use<T>(work: (log: { db: Database }) => T): T
}
export type OpenMetrics = { db: Database; sql: MetricSql }

const prepared = new WeakMap<Database, MetricSql>()

export function withMetrics<T>(file: MetricFile, work: (metrics: OpenMetrics) => T): T {
  return file.use(({ db }) => {
    let sql = prepared.get(db)
    if (sql === undefined) {
      sql = prepareMetricSql(db)
      prepared.set(db, sql)
    }
    return work({ db, sql })
  })
}
