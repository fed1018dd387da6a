/**
 * Where a project's workspace lies: in the system's per-user data folder, keyed by the project's
 * real path, and never inside a code folder (DESIGN.md section 1).
 */
import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { AppError } from '../../shared/errors.ts'

type Surroundings = { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; home: string }

export function workspaceDirFor(projectDir: string, surroundings: Surroundings = here()): string {
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

function dataDir({ platform, env, home }: Surroundings): string {
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(home, 'AppData', 'Local')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  const xdg = env.XDG_DATA_HOME // the specification says to ignore a relative one
  return xdg?.startsWith('/') ? xdg : join(home, '.local', 'share')
}

function here(): Surroundings {
  return { platform: process.platform, env: process.env, home: homedir() }
}
