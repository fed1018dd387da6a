/** All SQL that changes instances. */
import type { Database } from 'better-sqlite3'
import type { InstanceState } from '../../shared/domain/instanceStates.ts'

export type InstanceRow = {
  id: string
  functionId: number
  state: InstanceState
  pid: number | null
  pidStartedAtTicks: number | null
  codeHash: string
  revision: number
  interpreterVersion: string | null
  coldStartMs: number | null
  atMs: number
  endedAtMs: number | null
  detail: string | null
  servedCount: number
  peakMemoryBytes: number | null
}
export type LivingInstanceRow = { id: string; pid: number; pidStartedAtTicks: number }

export const prepareInstanceSql = (db: Database) => ({
  put: db.prepare<InstanceRow>(`
    INSERT INTO instance (id, function_id, state, pid, pid_started_at_ticks, code_hash, revision,
                          interpreter_version, cold_start_ms, created_at_ms, ended_at_ms, detail, served_count, peak_memory_bytes)
    VALUES (:id, :functionId, :state, :pid, :pidStartedAtTicks, :codeHash, :revision, :interpreterVersion,
            :coldStartMs, :atMs, :endedAtMs, :detail, :servedCount, :peakMemoryBytes)
    ON CONFLICT (id) DO UPDATE SET
      state = :state, pid = coalesce(:pid, pid), pid_started_at_ticks = coalesce(:pidStartedAtTicks, pid_started_at_ticks),
      interpreter_version = coalesce(:interpreterVersion, interpreter_version),
      cold_start_ms = coalesce(:coldStartMs, cold_start_ms), ended_at_ms = coalesce(:endedAtMs, ended_at_ms),
      detail = coalesce(:detail, detail), served_count = :servedCount,
      peak_memory_bytes = coalesce(:peakMemoryBytes, peak_memory_bytes)`),

  /** Instances that a former host left behind. */
  living: db.prepare<[], LivingInstanceRow>(`
    SELECT id, pid, pid_started_at_ticks AS pidStartedAtTicks FROM instance
     WHERE ended_at_ms IS NULL AND pid IS NOT NULL AND pid_started_at_ticks IS NOT NULL`),
  endLiving: db.prepare<{ nowMs: number; detail: string }>(`
    UPDATE instance SET state = 'crashed', ended_at_ms = :nowMs, detail = :detail WHERE ended_at_ms IS NULL`),
})
