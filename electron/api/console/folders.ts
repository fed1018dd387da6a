/** The folders in a folder, so that a page without a dialog of the system can offer a choice. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { hostContract } from '../../../shared/contract/host.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { HANDLER_FILES } from '../../project/bareFolder.ts'
import { SPEC_FILES } from '../../project/readProject.ts'

type Folders = OutputOf<(typeof hostContract)['host.folders']>

const MAX_FOLDERS_COUNT = 500
const PROJECT_FILES = [...SPEC_FILES, ...HANDLER_FILES]

/** Hidden ones and node_modules are left out. Throws invalid_input when the folder cannot be read. */
export function listFolders(asked = homedir()): Folders {
  const dir = resolve(homedir(), asked)
  const parentDir = dirname(dir)
  const folders = namesIn(dir)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .map((name) => ({ name, dir: join(dir, name) }))
    .filter((folder) => isFolder(folder.dir))
    .toSorted((left, right) => left.name.localeCompare(right.name, 'en', { numeric: true }))
    .slice(0, MAX_FOLDERS_COUNT)
    .map((folder) => ({ ...folder, isProject: isProject(folder.dir) }))
  return { dir, parentDir: parentDir === dir ? null : parentDir, folders }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new AppError('invalid_input', `the folder ${dir} cannot be read: ${reason}`, { cause: error })
  }
}

/** A link to a folder counts; a link to nothing does not. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

const isProject = (dir: string) => PROJECT_FILES.some((name) => existsSync(join(dir, name)))
