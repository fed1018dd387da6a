/** All SQL about the samples of instances in the log database. */
import type { Database } from 'better-sqlite3'

export const prepareInstanceSamplesSql = (db: Database) => ({
  put: db.prepare<{ instanceId: string; lastAtMs: number; samples: string }>(`
    INSERT INTO instance_samples (instance_id, last_at_ms, samples) VALUES (:instanceId, :lastAtMs, :samples)
    ON CONFLICT DO UPDATE SET last_at_ms = excluded.last_at_ms, samples = excluded.samples`),

  of: db
    .prepare<{ instanceId: string }, string>('SELECT samples FROM instance_samples WHERE instance_id = :instanceId')
    .pluck(),

  deleteOld: db.prepare<{ beforeMs: number }>('DELETE FROM instance_samples WHERE last_at_ms < :beforeMs'),

  /** All but the :keptCount latest. */
  deleteSurplus: db.prepare<{ keptCount: number }>(`
    DELETE FROM instance_samples
     WHERE instance_id IN (
       SELECT instance_id FROM instance_samples ORDER BY last_at_ms DESC LIMIT -1 OFFSET :keptCount)`),
})
