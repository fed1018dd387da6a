/** All SQL that reads instances on the read-only connection. */
import type { Database } from 'better-sqlite3'
import type { InstanceState } from '../../shared/domain/instanceStates.ts'

export type ReadInstance = {
  instanceId: string
  functionId: number
  state: InstanceState
  pid: number | null
  codeHash: string
  interpreterVersion: string | null
  coldStartMs: number | null
  createdAtMs: number
  endedAtMs: number | null
  detail: string | null
  servedCount: number
  peakMemoryBytes: number | null
}
export type ReadInstanceFunction = { id: number; name: string; config: string; asyncConfig: string | null }

const COLUMNS = `id AS instanceId, function_id AS functionId, state, pid, code_hash AS codeHash,
  interpreter_version AS interpreterVersion, cold_start_ms AS coldStartMs, created_at_ms AS createdAtMs,
  ended_at_ms AS endedAtMs, detail, served_count AS servedCount, peak_memory_bytes AS peakMemoryBytes`

export const prepareInstanceReads = (db: Database) => ({
  /** Of every account, in no order; there are few. */
  living: db.prepare<[], ReadInstance>(`SELECT ${COLUMNS} FROM instance WHERE ended_at_ms IS NULL`),

  /** Of one function, the latest first, after the one that ended :beforeMs with the id :beforeId. */
  ended: db.prepare<{ functionId: number; beforeMs: number; beforeId: string; limit: number }, ReadInstance>(`
    SELECT ${COLUMNS} FROM instance
     WHERE function_id = :functionId AND ended_at_ms IS NOT NULL AND (ended_at_ms, id) < (:beforeMs, :beforeId)
     ORDER BY ended_at_ms DESC, id DESC LIMIT :limit`),

  byId: db.prepare<{ id: string }, ReadInstance>(`SELECT ${COLUMNS} FROM instance WHERE id = :id`),

  /** Those that were deleted, too, in no order: functions are few. */
  functions: db.prepare<{ accountId: number }, ReadInstanceFunction>(
    'SELECT id, name, config, async_config AS asyncConfig FROM function WHERE account_id = :accountId',
  ),
})

export type InstanceReads = ReturnType<typeof prepareInstanceReads>
