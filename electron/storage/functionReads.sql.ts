/** All SQL that reads accounts' keys and functions on the read-only connection. */
import type { Database } from 'better-sqlite3'
import { FUNCTION_COLUMNS, type FunctionRow } from './functions.sql.ts'

type AccessKeyRow = { id: string; secret: string; accountId: number; accountName: string; accountUid: string }

export const prepareFunctionReads = (db: Database) => ({
  accessKeys: db.prepare<[], AccessKeyRow>(`
    SELECT access_key.id, secret, account.id AS accountId, account.name AS accountName, account.uid AS accountUid
      FROM access_key JOIN account ON account.id = access_key.account_id`),

  living: db.prepare<{ accountId: number; name: string }, FunctionRow>(
    `SELECT ${FUNCTION_COLUMNS} FROM function WHERE account_id = :accountId AND name = :name AND deleted_at_ms IS NULL`,
  ),

  livingById: db.prepare<{ id: number }, FunctionRow>(
    `SELECT ${FUNCTION_COLUMNS} FROM function WHERE id = :id AND deleted_at_ms IS NULL`,
  ),

  /** By name, after :after. :end is the first name that no longer has the prefix :start. */
  livingPage: db.prepare<{ accountId: number; after: string; start: string; end: string; limit: number }, FunctionRow>(`
    SELECT ${FUNCTION_COLUMNS} FROM function
     WHERE account_id = :accountId AND deleted_at_ms IS NULL AND name > :after AND name >= :start AND name < :end
     ORDER BY name LIMIT :limit`),

  /** Deleted ones, too. */
  byId: db.prepare<{ id: number }, { name: string; asyncConfig: string | null }>(
    'SELECT name, async_config AS asyncConfig FROM function WHERE id = :id',
  ),
  /** Deleted ones, too. Ids only grow, and a name never changes. */
  namesAfter: db.prepare<{ accountId: number; afterId: number }, { functionId: number; functionName: string }>(`
    SELECT id AS functionId, name AS functionName FROM function
     WHERE account_id = :accountId AND id > :afterId ORDER BY id`),
  /** The one that lives and those of the name that were deleted, in no order: functions are few. */
  named: db.prepare<{ accountId: number; name: string }, FunctionRow & { deletedAtMs: number | null }>(`
    SELECT ${FUNCTION_COLUMNS}, deleted_at_ms AS deletedAtMs FROM function
     WHERE account_id = :accountId AND name = :name`),
})

export type FunctionReads = ReturnType<typeof prepareFunctionReads>
