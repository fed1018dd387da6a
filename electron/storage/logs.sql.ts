/** All SQL about captured output: parameters in, rows out. No clock, no policy, no logging. */
import type { Database } from 'better-sqlite3'
import type { OutputStream } from '../base/logMessages.ts'

export type OutputRow = {
  functionId: number
  taskSeq: number | null
  attempt: number | null
  instanceId: string
  stream: OutputStream
  firstAtMs: number
  lastAtMs: number
  byteCount: number
  lineCount: number
  text: string
}
export type StoredOutputRow = OutputRow & { id: number }

/** Rows whose ids have the same whole part when divided by it share a zone (logMigrations/0004-outputZones.ts). */
export const ZONE_ROW_COUNT = 1_024
export type ZoneRow = {
  zone: number
  functionId: number
  firstAtMs: number
  lastAtMs: number
  lineCount: number
  errorLineCount: number
}

export const OUTPUT_COLUMNS = `id, function_id AS functionId, task_seq AS taskSeq, attempt, instance_id AS instanceId, stream,
  first_at_ms AS firstAtMs, last_at_ms AS lastAtMs, byte_count AS byteCount, line_count AS lineCount, text`

export const prepareLogSql = (db: Database) => ({
  insertOutput: db.prepare<OutputRow>(`
    INSERT INTO output (function_id, task_seq, attempt, instance_id, stream, first_at_ms, last_at_ms, byte_count, line_count, text)
    VALUES (:functionId, :taskSeq, :attempt, :instanceId, :stream, :firstAtMs, :lastAtMs, :byteCount, :lineCount, :text)`),

  /** Adds to what is known of the zone. */
  addToZone: db.prepare<ZoneRow>(`
    INSERT INTO output_zone (zone, function_id, first_at_ms, last_at_ms, line_count, error_line_count)
    VALUES (:zone, :functionId, :firstAtMs, :lastAtMs, :lineCount, :errorLineCount)
    ON CONFLICT DO UPDATE SET
      first_at_ms = min(first_at_ms, excluded.first_at_ms), last_at_ms = max(last_at_ms, excluded.last_at_ms),
      line_count = line_count + excluded.line_count,
      error_line_count = error_line_count + excluded.error_line_count`),

  lastBatch: db
    .prepare<{ hostId: string; schedulerId: number }, number>(`
      SELECT batch_id FROM stored_batch WHERE host_id = :hostId AND scheduler_id = :schedulerId`)
    .pluck(),

  rememberBatch: db.prepare<{ hostId: string; schedulerId: number; batchId: number }>(`
    INSERT INTO stored_batch (host_id, scheduler_id, batch_id) VALUES (:hostId, :schedulerId, :batchId)
    ON CONFLICT DO UPDATE SET batch_id = excluded.batch_id`),

  /** Schedulers of other hosts are dead: nothing of theirs is sent again. */
  forgetOtherHosts: db.prepare<{ hostId: string }>('DELETE FROM stored_batch WHERE host_id <> :hostId'),

  ofAttempt: db.prepare<{ seq: number; attempt: number; afterId: number }, StoredOutputRow>(`
    SELECT ${OUTPUT_COLUMNS} FROM output
     WHERE task_seq = :seq AND attempt = :attempt AND id > :afterId ORDER BY id`),

  ofTask: db.prepare<{ seq: number; afterId: number }, StoredOutputRow>(`
    SELECT ${OUTPUT_COLUMNS} FROM output WHERE task_seq = :seq AND id > :afterId ORDER BY id`),

  ofInstance: db.prepare<{ instanceId: string; afterId: number }, StoredOutputRow>(`
    SELECT ${OUTPUT_COLUMNS} FROM output WHERE instance_id = :instanceId AND id > :afterId ORDER BY id`),

  /** Looks at the :limit oldest rows only, so that it costs the same when nothing is old enough. */
  deleteOldest: db.prepare<{ beforeMs: number; limit: number }>(`
    DELETE FROM output
     WHERE id IN (SELECT id FROM output ORDER BY id LIMIT :limit) AND last_at_ms < :beforeMs`),

  /** Zones that have no row any more. */
  deleteZones: db.prepare<[]>(`
    DELETE FROM output_zone WHERE zone < (SELECT ifnull(min(id) / 1024, ${Number.MAX_SAFE_INTEGER}) FROM output)`),

  /** Bytes of the file that hold something; freed pages are used again before the file grows. */
  usedBytes: db
    .prepare<[], number>(`
      SELECT (page_count - freelist_count) * page_size
        FROM pragma_page_count, pragma_freelist_count, pragma_page_size`)
    .pluck(),
})
export type LogSql = ReturnType<typeof prepareLogSql>
