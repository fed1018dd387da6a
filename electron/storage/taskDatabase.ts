/**
 * Opens the task database. The store opens it for writing and migrates it; readers open it
 * read-only. Turns SQLite's errors into ones that say what to do.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import { type Migration, migrate, refuseNewer, schemaVersion } from './migrate.ts'
import { tasks } from './migrations/0001-tasks.ts'
import { taskLinks } from './migrations/0002-taskLinks.ts'
import { instanceHistory } from './migrations/0003-instanceHistory.ts'
import { functionHold } from './migrations/0004-functionHold.ts'
import { repair } from './migrations/0005-repair.ts'
import { makePrivateFile } from './privateFile.ts'

export const TASK_MIGRATIONS: readonly Migration[] = [tasks, taskLinks, instanceHistory, functionHold, repair]

export const taskDatabasePath = (workspaceDir: string) => join(workspaceDir, 'tasks.db')

/** `normal` survives the death of any process at any moment; `full` also a power loss. */
export type Durability = 'normal' | 'full'

export function openTaskDatabase(workspaceDir: string, durability: Durability): Database.Database {
  const path = taskDatabasePath(workspaceDir)
  return explainSqliteErrors(path, () => {
    makePrivateFile(path)
    const db = new Database(path)
    try {
      refuseNewer(schemaVersion(db), TASK_MIGRATIONS) // before anything is written
      db.pragma('journal_mode = WAL')
      db.pragma(`synchronous = ${durability === 'full' ? 'FULL' : 'NORMAL'}`)
      db.pragma('wal_autocheckpoint = 0') // the log thread checkpoints (walWatch.ts)
      db.pragma('journal_size_limit = 16777216') // what stays of the log after a restart, in bytes
      db.pragma('cache_size = -65536')
      db.pragma('temp_store = MEMORY')
      backUpBeforeMigration(db, path)
      migrate(db, TASK_MIGRATIONS)
      return db
    } catch (error) {
      db.close()
      throw error
    }
  })
}

export function openTaskDatabaseReadOnly(workspaceDir: string): Database.Database {
  const path = taskDatabasePath(workspaceDir)
  return explainSqliteErrors(path, () => {
    const db = new Database(path, { readonly: true, fileMustExist: true })
    db.pragma('query_only = ON')
    db.pragma('cache_size = -32768')
    return db
  })
}

function backUpBeforeMigration(db: Database.Database, path: string): void {
  const version = schemaVersion(db)
  const backupPath = `${path}.before-${version}`
  if (version === 0 || version >= TASK_MIGRATIONS.length || existsSync(backupPath)) return
  makePrivateFile(backupPath)
  try {
    db.prepare('VACUUM INTO ?').run(backupPath)
  } catch (error) {
    rmSync(backupPath, { force: true }) // half of a backup would pass for one at the next start
    throw error
  }
}

/** Runs `open`, turning SQLite's codes into an `AppError` with advice. */
export function explainSqliteErrors<T>(path: string, open: () => T): T {
  try {
    return open()
  } catch (error) {
    throw explainedSqliteError(path, error)
  }
}

export function explainedSqliteError(path: string, error: unknown): unknown {
  const code = sqliteCode(error)
  if (code?.startsWith('SQLITE_NOTADB') || code?.startsWith('SQLITE_CORRUPT')) {
    return new AppError(
      'workspace_damaged',
      `${path} is damaged and was left untouched: move it away to start afresh, or restore a copy (a backup ends in ".before-N")`,
      { cause: error },
    )
  }
  if (code?.startsWith('SQLITE_FULL') || code?.startsWith('SQLITE_IOERR')) {
    return new AppError('disk_full', `${path} cannot be written: free some disk space`, { cause: error })
  }
  return error
}

export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined
}
