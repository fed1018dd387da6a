/** The folders that a system gives each of its users: for data, and for what they like. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'

export type Surroundings = { platform: NodeJS.Platform; env: NodeJS.ProcessEnv; home: string }

const CONFIG_DIR_VARIABLE = 'TASKYARD_CONFIG_DIR'

export function dataDir({ platform, env, home }: Surroundings = here()): string {
  if (platform === 'win32') return env.LOCALAPPDATA ?? join(home, 'AppData', 'Local')
  if (platform === 'darwin') return join(home, 'Library', 'Application Support')
  return fromXdg(env.XDG_DATA_HOME) ?? join(home, '.local', 'share')
}

/** Ours alone. TASKYARD_CONFIG_DIR places it elsewhere, for tests and for throw-away environments. */
export function configDir({ platform, env, home }: Surroundings = here()): string {
  const named = env[CONFIG_DIR_VARIABLE]
  if (named !== undefined && isAbsolute(named)) return named
  if (platform === 'win32') return join(env.APPDATA ?? join(home, 'AppData', 'Roaming'), 'taskyard')
  if (platform === 'darwin') return join(home, 'Library', 'Preferences', 'taskyard')
  return join(fromXdg(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'taskyard')
}

/** The specification says to ignore a relative one. */
const fromXdg = (dir: string | undefined) => (dir?.startsWith('/') ? dir : null)

function here(): Surroundings {
  return { platform: process.platform, env: process.env, home: homedir() }
}
