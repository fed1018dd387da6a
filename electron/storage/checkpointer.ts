/**
 * Checkpoints the task database from another thread than its writer's (PERF.md section 2, item 2).
 * PASSIVE never makes the writer wait, and it catches up with it when it is repeated: each pass
 * copies only what was written during the one before. Once a pass is short, so is the writer's own
 * RESTART, without which the WAL would never shrink.
 */
import { existsSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import { explainedSqliteError, taskDatabasePath } from './taskDatabase.ts'

export const CAUGHT_UP_BELOW_MS = 12
export const MAX_PASSES = 12

export type CheckpointResult = { passes: number; lastPassMs: number }

/**
 * Gives up after `MAX_PASSES`: then the writer is too fast for us, and its RESTART takes longer.
 * Lets the thread do other work between passes. Rejects with an `AppError` when there is no
 * database, or a damaged one.
 */
export async function checkpointUntilCaughtUp(
  workspaceDir: string,
  elapsedMs: () => number,
): Promise<CheckpointResult> {
  const path = taskDatabasePath(workspaceDir)
  if (!existsSync(path)) throw new AppError('unavailable', `${path} does not exist: there is nothing to checkpoint`)
  let db: Database.Database | null = null
  try {
    db = new Database(path, { fileMustExist: true, timeout: 1_000 })
    db.pragma('synchronous = NORMAL')
    for (let passes = 1; ; passes++) {
      const startedMs = elapsedMs()
      db.pragma('wal_checkpoint(PASSIVE)')
      const lastPassMs = elapsedMs() - startedMs
      if (lastPassMs < CAUGHT_UP_BELOW_MS || passes === MAX_PASSES) return { passes, lastPassMs }
      await nextTurn()
    }
  } catch (error) {
    throw explainedSqliteError(path, error)
  } finally {
    db?.close()
  }
}
