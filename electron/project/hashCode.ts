/**
 * Names the content of a code folder, so that a changed folder is a new version of its function.
 *
 * Files count by path, mode and content, symbolic links by their target, empty folders by their path.
 * `.git` is left out. Files below `node_modules` count by path, size and time of change instead of
 * content: reading tens of thousands of files at each save would take seconds.
 *
 * Throws `AppError('code_missing')` when the folder or something in it cannot be read. A file that
 * goes away meanwhile is left out; the watcher reports that change as well.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { FunctionCode } from '../../shared/domain/functionCode.ts'
import { AppError } from '../../shared/errors.ts'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { Crc64 } from './crc64.ts'

const HASH_DIGITS = 32
const EXECUTABLE_BITS = 0o111
const MAX_READ_AT_ONCE_BYTES = MIB_BYTES
const AT_ONCE = 8 // files; the system has four threads for them

/** `content`: the hash of a file that was read; null for everything else. */
export type CodeEntry = { path: string; facts: string; bytes: number; content: string | null }
export type ListedCode = { code: FunctionCode; entries: CodeEntry[] }

export async function hashCode(dir: string): Promise<FunctionCode> {
  return (await listCode(dir)).code
}

/** Also what the hash was made of, in an order that depends on names only. */
export async function listCode(dir: string): Promise<ListedCode> {
  try {
    const entries = await describeAll(dir, await find(dir, { path: '', isPackage: false }))
    const listing = entries.map(({ path, facts }) => `${JSON.stringify(path)} ${facts}\n`).join('')
    const code = {
      path: dir,
      hash: createHash('sha256').update(listing).digest('hex').slice(0, HASH_DIGITS),
      // FC takes the CRC-64 of the uploaded zip. A folder has none: its listing holds every content's hash.
      checksum: new Crc64().update(Buffer.from(listing)).decimal(),
      bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    }
    return { code, entries }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('code_missing', `the code folder ${dir} cannot be read: ${reason}`, { cause })
  }
}

type Place = { path: string; isPackage: boolean } // relative to the code folder; below node_modules
type Found = Place & { kind: 'file' | 'link' | 'empty' }

/** Everything below `folder` that counts, in an order that depends on names only. */
async function find(rootDir: string, folder: Place): Promise<Found[]> {
  const children = await readdir(join(rootDir, folder.path), { withFileTypes: true })
  children.sort((a, b) => (a.name < b.name ? -1 : 1))
  const found: Found[][] = []
  for (const child of children) {
    if (child.name === '.git') continue
    const path = folder.path === '' ? child.name : `${folder.path}/${child.name}`
    const { isPackage } = folder
    if (child.isFile()) found.push([{ path, isPackage, kind: 'file' }])
    else if (child.isSymbolicLink()) found.push([{ path, isPackage, kind: 'link' }])
    else if (child.isDirectory()) {
      const inside = { path, isPackage: isPackage || child.name === 'node_modules' }
      found.push(await ifPresent(() => find(rootDir, inside), []))
    } // a socket or a pipe is no code
  }
  if (found.length === 0 && folder.path !== '') return [{ ...folder, kind: 'empty' }]
  return found.flat()
}

async function describeAll(rootDir: string, found: readonly Found[]): Promise<CodeEntry[]> {
  const entries: (CodeEntry | null)[] = []
  for (let from = 0; from < found.length; from += AT_ONCE) {
    const some = found.slice(from, from + AT_ONCE)
    entries.push(...(await Promise.all(some.map((item) => ifPresent(() => describe(rootDir, item), null)))))
  }
  return entries.filter((entry) => entry !== null)
}

async function describe(rootDir: string, { path, isPackage, kind }: Found): Promise<CodeEntry> {
  const fullPath = join(rootDir, path)
  if (kind === 'empty') return { path, facts: 'empty', bytes: 0, content: null }
  if (kind === 'link')
    return { path, facts: `link ${JSON.stringify(await readlink(fullPath))}`, bytes: 0, content: null }
  const { size, mode, mtimeMs } = await lstat(fullPath)
  const content = isPackage ? null : await hashFile(fullPath, size)
  const kindOfFile = mode & EXECUTABLE_BITS ? 'program' : 'file'
  return { path, facts: `${kindOfFile} ${content ?? `${size} ${mtimeMs}`}`, bytes: size, content }
}

async function ifPresent<T>(look: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await look()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return otherwise // errors of node:fs have a code
    throw error
  }
}

/** A small file is read whole, a large one, a model say, is not held in memory. */
async function hashFile(path: string, size: number): Promise<string> {
  const hash = createHash('sha256')
  if (size <= MAX_READ_AT_ONCE_BYTES) hash.update(await readFile(path))
  else for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
