/** Where a program of the system is, as an absolute path: a function may set a PATH of its own. */
import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/bin', '/sbin', '/bin'] // pivot_root is in no user's PATH

/** Null: it is in no absolute folder of `path`, and not where systems have theirs. */
export function findTool(name: string, path = process.env.PATH ?? ''): string | null {
  for (const folder of [...path.split(':'), ...SYSTEM_FOLDERS]) {
    if (!folder.startsWith('/')) continue
    try {
      accessSync(join(folder, name), constants.X_OK)
      return join(folder, name)
    } catch {
      // not there
    }
  }
  return null
}
