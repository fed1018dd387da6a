/**
 * Where a project's workspace lies: in the system's per-user data folder, keyed by the project's
 * real path, and never inside a code folder (DESIGN.md section 1).
 */
import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { basename, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { dataDir, type Surroundings } from './userFolders.ts'

export function workspaceDirFor(projectDir: string, surroundings?: Surroundings): string {
  const path = realpathSync(projectDir)
  const name = basename(path).replace(/[^A-Za-z0-9_-]/g, '_') || 'root'
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 10)
  return join(dataDir(surroundings), 'taskyard', 'workspaces', `${name}-${hash}`)
}

/** Makes the folder for its owner only. Throws `AppError('invalid_input')` when it cannot be used. */
export function makeWorkspaceDir(workspaceDir: string): void {
  try {
    mkdirSync(workspaceDir, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw new AppError(
      'invalid_input',
      `the workspace folder ${workspaceDir} cannot be used (${error instanceof Error ? error.message : error}): choose another one with --workspace`,
      { cause: error },
    )
  }
}

/** Where a host without a project keeps its files: nothing runs there. The `number`th, from 1. */
export function welcomeDir(number: number, surroundings?: Surroundings): string {
  return join(dataDir(surroundings), 'taskyard', 'workspaces', number === 1 ? 'welcome' : `welcome-${number}`)
}
