/**
 * The folders in a folder, so that a page without a dialog of the system can offer a choice. Nothing here
 * waits for a disk: a network folder that is gone, or a system that asks the user first, would hold up the
 * whole thread.
 */
import { access, readdir, stat } from 'node:fs/promises'
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
export async function listFolders(asked = homedir()): Promise<Folders> {
  const dir = resolve(homedir(), asked)
  const parentDir = dirname(dir)
  const names = (await folderNames(dir))
    .toSorted((left, right) => left.localeCompare(right, 'en', { numeric: true }))
    .slice(0, MAX_FOLDERS_COUNT)
  const folders = names.map(async (name) => {
    const path = join(dir, name)
    return { name, dir: path, isProject: await isProject(path) }
  })
  return { dir, parentDir: parentDir === dir ? null : parentDir, folders: await Promise.all(folders) }
}

async function folderNames(dir: string): Promise<string[]> {
  const entries = (await entriesOf(dir)).filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
  const names = entries.map(async (entry) => {
    const isOne = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(join(dir, entry.name))))
    return isOne ? [entry.name] : []
  })
  return (await Promise.all(names)).flat()
}

async function entriesOf(dir: string) {
  try {
    return await readdir(dir, { withFileTypes: true })
  } catch (error) {
    throw new AppError('invalid_input', unreadable(dir, error), { cause: error })
  }
}

/** A link to a folder counts; a link to nothing does not. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    return false
  }
}

async function isProject(dir: string): Promise<boolean> {
  const found = await Promise.all(PROJECT_FILES.map((name) => isThere(join(dir, name))))
  return found.includes(true)
}

export const isThere = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

function unreadable(dir: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT') return `there is no folder ${dir}`
  if (code === 'ENOTDIR') return `${dir} is a file, not a folder`
  if (code === 'EACCES' || code === 'EPERM') return `the system does not let you read the folder ${dir}`
  return `the folder ${dir} cannot be read: ${error instanceof Error ? error.message : error}`
}
