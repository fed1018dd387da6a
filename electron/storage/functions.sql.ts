/** All SQL that changes accounts, access keys, queues and functions. */
import type { Database } from 'better-sqlite3'

export type AccountRow = { id: number; name: string; uid: string; concurrencyLimit: number; backlogLimit: number }
export type FunctionRow = {
  id: number
  accountId: number
  name: string
  origin: 'project' | 'api'
  config: string
  asyncConfig: string | null
  asyncCreatedAtMs: number | null
  asyncModifiedAtMs: number | null
  reservedConcurrency: number | null
  overrides: string
  codePath: string
  codeHash: string
  codeChecksum: string
  codeBytes: number
  compensation: string | null
  holdMs: number
  revision: number
  createdAtMs: number
  modifiedAtMs: number
}
export type NewFunction = Omit<FunctionRow, 'id' | 'revision' | 'holdMs'>

export const FUNCTION_COLUMNS = `id, account_id AS accountId, name, origin, config, async_config AS asyncConfig,
  async_created_at_ms AS asyncCreatedAtMs, async_modified_at_ms AS asyncModifiedAtMs,
  reserved_concurrency AS reservedConcurrency, overrides, code_path AS codePath, code_hash AS codeHash,
  code_checksum AS codeChecksum, code_bytes AS codeBytes, compensation,
  hold_ms AS holdMs, revision,
  created_at_ms AS createdAtMs, modified_at_ms AS modifiedAtMs`

export const prepareFunctionSql = (db: Database) => ({
  accounts: db.prepare<[], AccountRow>(`
    SELECT id, name, uid, concurrency_limit AS concurrencyLimit, backlog_limit AS backlogLimit FROM account`),
  insertAccount: db.prepare<Omit<AccountRow, 'id'>>(`
    INSERT INTO account (name, uid, concurrency_limit, backlog_limit)
    VALUES (:name, :uid, :concurrencyLimit, :backlogLimit)`),

  accessKeyCount: db.prepare<{ accountId: number }, { count: number }>(
    'SELECT count(*) AS count FROM access_key WHERE account_id = :accountId',
  ),
  putAccessKey: db.prepare<{ id: string; secret: string; accountId: number }>(`
    INSERT INTO access_key (id, secret, account_id) VALUES (:id, :secret, :accountId)
    ON CONFLICT (id) DO UPDATE SET secret = :secret, account_id = :accountId`),

  accountQueue: db.prepare<{ accountId: number }, { id: number }>(
    'SELECT id FROM queue WHERE account_id = :accountId AND function_id IS NULL',
  ),
  insertAccountQueue: db.prepare<{ accountId: number }>(
    `INSERT INTO queue (account_id, function_id, order_kind) VALUES (:accountId, NULL, 'fifo')`,
  ),

  living: db.prepare<[], FunctionRow>(`SELECT ${FUNCTION_COLUMNS} FROM function WHERE deleted_at_ms IS NULL`),
  insert: db.prepare<NewFunction, FunctionRow>(`
    INSERT INTO function (account_id, name, origin, config, async_config, async_created_at_ms, async_modified_at_ms,
                          reserved_concurrency, overrides, code_path, code_hash, code_checksum, code_bytes, compensation,
                          revision, created_at_ms, modified_at_ms)
    VALUES (:accountId, :name, :origin, :config, :asyncConfig, :asyncCreatedAtMs, :asyncModifiedAtMs,
            :reservedConcurrency, :overrides, :codePath, :codeHash, :codeChecksum, :codeBytes, :compensation,
            1, :createdAtMs, :modifiedAtMs)
    RETURNING ${FUNCTION_COLUMNS}`),
  update: db.prepare<Omit<FunctionRow, 'accountId' | 'name' | 'createdAtMs' | 'holdMs'>>(`
    UPDATE function
       SET origin = :origin, config = :config, async_config = :asyncConfig, async_created_at_ms = :asyncCreatedAtMs,
           async_modified_at_ms = :asyncModifiedAtMs, reserved_concurrency = :reservedConcurrency, overrides = :overrides,
           code_path = :codePath, code_hash = :codeHash, code_checksum = :codeChecksum, code_bytes = :codeBytes,
           compensation = :compensation, revision = :revision, modified_at_ms = :modifiedAtMs
     WHERE id = :id`),
  setHold: db.prepare<{ id: number; holdMs: number }, FunctionRow>(`
    UPDATE function SET hold_ms = :holdMs, revision = revision + 1 WHERE id = :id RETURNING ${FUNCTION_COLUMNS}`),
  keepVersion: db.prepare<{ id: number; revision: number; config: string; codeHash: string; nowMs: number }>(`
    INSERT INTO function_version (function_id, revision, config, code_hash, created_at_ms)
    VALUES (:id, :revision, :config, :codeHash, :nowMs) ON CONFLICT DO NOTHING`),
  forgetVersions: db.prepare<{ id: number; before: number }>(
    'DELETE FROM function_version WHERE function_id = :id AND revision < :before',
  ),
  /** Those that live or lived under the name; functions are few. */
  named: db.prepare<{ accountId: number; name: string }, { id: number }>(
    'SELECT id FROM function WHERE account_id = :accountId AND name = :name',
  ),
  owners: db.prepare<[], { id: number; accountId: number }>('SELECT id, account_id AS accountId FROM function'),
  delete: db.prepare<{ id: number; nowMs: number }>('UPDATE function SET deleted_at_ms = :nowMs WHERE id = :id'),
})

export type FunctionSql = ReturnType<typeof prepareFunctionSql>
