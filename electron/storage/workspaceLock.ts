/**
 * One host a workspace. The lock is an open exclusive transaction on a small file of its own: the system
 * lets go of it when the process ends, however it ends, so there is no stale lock to clean up.
 */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'
import { sqliteCode } from './taskDatabase.ts'

/** Throws `AppError('workspace_in_use')` when another host has it. */
export function lockWorkspace(workspaceDir: string): { release(): void } {
  const db = new Database(join(workspaceDir, 'lock.db'), { timeout: 0 })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    if (!sqliteCode(error)?.startsWith('SQLITE_BUSY')) throw error
    throw new AppError(
      'workspace_in_use',
      `another Taskyard already has the workspace ${workspaceDir} open: use that one, stop it, or choose another folder with --workspace`,
    )
  }
  return { release: () => db.close() }
}
