/** All SQL about the operator log. */
import type { Database } from 'better-sqlite3'

export type OperationRow = {
  id: number
  accountId: number
  action: string
  target: string
  count: number
  detail: string | null
}
export type OperationPick = {
  accountId: number
  before: number // ids below it
  from: number // ids from it on
  actions: string | null // JSON list
  textLike: string | null
  limit: number
}

export const prepareOperationSql = (db: Database) => ({
  lastId: db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM operation'),
  insert: db.prepare<OperationRow>(`
    INSERT INTO operation (id, account_id, action, target, count, detail)
    VALUES (:id, :accountId, :action, :target, :count, :detail)`),
})

export const prepareOperationReads = (db: Database) => ({
  /** The last id of the next :count actions, the latest first; nothing when there are fewer. */
  sliceStart: db.prepare<{ before: number; from: number; count: number }, { id: number }>(`
    SELECT id FROM operation WHERE id < :before AND id >= :from ORDER BY id DESC LIMIT 1 OFFSET :count - 1`),
  page: db.prepare<OperationPick, OperationRow>(`
    SELECT id, account_id AS accountId, action, target, count, detail FROM operation
     WHERE id < :before AND id >= :from AND account_id = :accountId
       AND (:actions IS NULL OR action IN (SELECT value FROM json_each(:actions)))
       AND (:textLike IS NULL OR target LIKE :textLike ESCAPE '\\')
     ORDER BY id DESC LIMIT :limit`),
})
