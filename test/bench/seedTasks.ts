/**
 * Fills the task database of a new workspace with tasks of the past, through the product's own schema: one
 * statement in one transaction, because a million submits would take minutes.
 *
 * They are of `FUNCTION_COUNT` functions by turns, spread evenly over a week that ended an hour ago. Of
 * twenty tasks of a function eighteen have succeeded, one has failed and one was stopped. Every seventh
 * task has an id of its own: `order-` and its number.
 */
import { mkdirSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { prepareFunctionSql } from '../../electron/storage/functions.sql.ts'
import { openTaskDatabase } from '../../electron/storage/taskDatabase.ts'
import { asyncConfig, functionConfig } from '../../shared/domain/functionConfig.ts'
import { DEFAULT_ACCOUNT_CONCURRENCY } from '../../shared/domain/limits.ts'
import { DAY_MS, HOUR_MS } from '../../shared/units/time.ts'
import { PAYLOAD } from './payload.ts'

const FUNCTION_COUNT = 20
export const storedFunction = (index: number) => `stored${index}`

export type Seeded = { accountId: number; firstAtMs: number; lastAtMs: number }

export function seedTasks(workspaceDir: string, count: number): Seeded {
  mkdirSync(workspaceDir, { recursive: true })
  const db = openTaskDatabase(workspaceDir, 'normal')
  const lastAtMs = Date.now() - HOUR_MS
  const firstAtMs = lastAtMs - 7 * DAY_MS
  const accountId = insertAccount(db)
  db.transaction(() => {
    const functionIds = Array.from({ length: FUNCTION_COUNT }, (_, index) => insertFunction(db, accountId, index))
    insertTasks(db, { count, firstAtMs, lastAtMs, firstFunctionId: Math.min(...functionIds) })
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return { accountId, firstAtMs, lastAtMs }
}

function insertAccount(db: Database): number {
  const account = { name: 'default', uid: '1000000000000001', backlogLimit: 1_000_000 }
  const sql = prepareFunctionSql(db)
  const { lastInsertRowid } = sql.insertAccount.run({ ...account, concurrencyLimit: DEFAULT_ACCOUNT_CONCURRENCY })
  sql.insertAccountQueue.run({ accountId: Number(lastInsertRowid) })
  return Number(lastInsertRowid)
}

function insertFunction(db: Database, accountId: number, index: number): number {
  const name = storedFunction(index)
  const row = prepareFunctionSql(db).insert.get({
    accountId,
    name,
    origin: 'api',
    config: JSON.stringify(functionConfig.parse({ functionName: name, runtime: 'nodejs20' })),
    asyncConfig: JSON.stringify(asyncConfig.parse({ asyncTask: true })),
    asyncCreatedAtMs: 1,
    asyncModifiedAtMs: 1,
    reservedConcurrency: null,
    compensation: null,
    overrides: '[]',
    codePath: '/nowhere',
    codeHash: 'none',
    codeChecksum: '0',
    codeBytes: 0,
    createdAtMs: 1,
    modifiedAtMs: 1,
  })
  return row?.id ?? 0
}

type Rows = { count: number; firstAtMs: number; lastAtMs: number; firstFunctionId: number }

/** A seq carries its instant: milliseconds × 1024 (electron/engine/tasks/taskSeqs.ts). */
function insertTasks(db: Database, rows: Rows): void {
  db.prepare<Rows & { payload: string }>(`
    INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms,
                      dequeued_at_ms, started_at_ms, ended_at_ms, attempt_count, payload, result)
    WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :count),
                   instant (n, at_ms) AS (
                     SELECT n, CAST(:firstAtMs + n * (:lastAtMs - :firstAtMs) / :count AS INTEGER) FROM number)
    SELECT at_ms * 1024 + n % 1024, :firstFunctionId + n % ${FUNCTION_COUNT},
           iif(n % 7 = 0, printf('order-%08d', n), printf('1-%08x-%08x-000000000000', at_ms / 1000, n)),
           CASE n / ${FUNCTION_COUNT} % 20 WHEN 0 THEN 'Failed' WHEN 1 THEN 'Stopped' ELSE 'Succeeded' END,
           1, 1, n % 64, at_ms, 3, at_ms, at_ms + 1, at_ms + 2, at_ms + 10, 1, :payload, '"done"'
      FROM instant`).run({ ...rows, payload: PAYLOAD })
  db.exec(`INSERT INTO task_counter (function_id, state, count)
           SELECT function_id, state, count(*) FROM task GROUP BY function_id, state`)
}
