/**
 * Opens the log database, a file of its own so that logs never wait for tasks nor tasks for logs.
 * A damaged file is moved aside and a new one started: logs never stop tasks.
 */
import { existsSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { output } from './logMigrations/0001-output.ts'
import { instanceSamples } from './logMigrations/0002-instanceSamples.ts'
import { metrics } from './logMigrations/0003-metrics.ts'
import { outputZones } from './logMigrations/0004-outputZones.ts'
import { deliveryMetrics } from './logMigrations/0005-deliveryMetrics.ts'
import { type Migration, migrate } from './migrate.ts'
import { makePrivateFile } from './privateFile.ts'
import { sqliteCode } from './taskDatabase.ts'

export const LOG_MIGRATIONS: readonly Migration[] = [output, instanceSamples, metrics, outputZones, deliveryMetrics]

const logDatabasePath = (workspaceDir: string) => join(workspaceDir, 'logs.db')

/** Far below the 5 s without a heartbeat after which a thread is replaced (DESIGN.md section 2). */
const LOCK_WAIT_MS = 1_000

/** Throws SQLite's own errors, and `AppError('workspace_newer')` for a file that a newer version wrote. */
export function openLogDatabase(workspaceDir: string, maxPages: number | null = null): Database.Database {
  makePrivateFile(logDatabasePath(workspaceDir))
  const db = new Database(logDatabasePath(workspaceDir), { timeout: LOCK_WAIT_MS })
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL') // whatever the durability of tasks: output may miss its last moments
    db.pragma('cache_size = -16384')
    if (maxPages !== null) db.pragma(`max_page_count = ${maxPages}`)
    migrate(db, LOG_MIGRATIONS)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

export function isDamaged(error: unknown): boolean {
  const code = sqliteCode(error)
  return code !== undefined && (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT'))
}

/** A log database that was found damaged and moved aside. */
export type LogDamage = { asidePath: string; atMs: number }

/** The latest one; null: none ever was. */
export function lastLogDamage(workspaceDir: string): LogDamage | null {
  let last: LogDamage | null = null
  for (let number = 1; ; number++) {
    const asidePath = asidePathOf(workspaceDir, number)
    const stats = statSync(asidePath, { throwIfNoEntry: false })
    if (stats === undefined) return last
    last = { asidePath, atMs: stats.ctimeMs } // renaming it was the last change of its name
  }
}

const asidePathOf = (workspaceDir: string, number: number) => `${logDatabasePath(workspaceDir)}.damaged-${number}`

/** Renames the file and its companions to `logs.db.damaged-<n>`; returns the new path. Close it first. */
export function moveDamagedLogsAside(workspaceDir: string): string {
  const path = logDatabasePath(workspaceDir)
  let number = 1
  while (existsSync(asidePathOf(workspaceDir, number))) number++
  const asidePath = asidePathOf(workspaceDir, number)
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, asidePath + suffix)
  }
  return asidePath
}
