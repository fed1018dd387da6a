/**
 * Unpacks the zip of a function that came over the FC API into
 * `<workspace>/code/<account>/<function>/<hash>/`, and never writes outside of it (DESIGN.md section 8).
 *
 * A package is unpacked beside its place and then renamed, so that a folder under its final name is
 * always whole. The same package again changes nothing: busy instances keep the files they run on.
 *
 * Throws `AppError`: `invalid_input` for a package that cannot be used, `disk_full`.
 */
import { createHash } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { FunctionCode } from '../../shared/domain/functionCode.ts'
import { AppError } from '../../shared/errors.ts'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { Crc64 } from './crc64.ts'
import { damagedZip, readZipDirectory, readZipEntry, type ZipEntry } from './zipDirectory.ts'

const MAX_UNPACKED_BYTES = 500 * MIB_BYTES
const HASH_DIGITS = 32
const FILES_AT_ONCE = 4
const SLICE_BYTES = 4 * MIB_BYTES // about 15 ms of hashing before the thread serves others
const LINK_MAX_BYTES = 4_096

export type CodeStore = {
  put(code: { accountUid: string; functionName: string; zip: Uint8Array }): Promise<FunctionCode>
}

export function createCodeStore(codeDir: string): CodeStore {
  const unpackingDir = join(codeDir, '.unpacking')
  rmSync(unpackingDir, { recursive: true, force: true }) // what a killed host left half unpacked
  return {
    async put({ accountUid, functionName, zip }) {
      const { hash, checksum } = await digest(zip)
      const path = join(codeDir, folderName(accountUid), folderName(functionName), hash)
      const code: FunctionCode = { path, hash, checksum, bytes: zip.byteLength }
      if (existsSync(path)) return code

      const entries = readZipDirectory(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength)).map(safeEntry)
      const totalBytes = entries.reduce((sum, entry) => sum + entry.bytes, 0)
      if (totalBytes > MAX_UNPACKED_BYTES) {
        throw new AppError('invalid_input', `the package unpacks to more than ${MAX_UNPACKED_BYTES / MIB_BYTES} MiB`)
      }
      await mkdir(dirname(path), { recursive: true })
      await mkdir(unpackingDir, { recursive: true })
      const unpackDir = await mkdtemp(join(unpackingDir, 'zip-'))
      try {
        await unpack(Buffer.from(zip.buffer, zip.byteOffset, zip.byteLength), entries, unpackDir)
        await chmod(unpackDir, 0o755)
        await rename(unpackDir, path)
      } catch (error) {
        await rm(unpackDir, { recursive: true, force: true })
        if (existsSync(path)) return code // the same package was put twice at once
        throw explained(error)
      }
      return code
    },
  }
}

type SafeEntry = ZipEntry & { segments: string[] }

/** The entry with its path in parts, none of which leads out of the folder. */
function safeEntry(entry: ZipEntry): SafeEntry {
  const { name } = entry
  const segments = name.split('/').filter((segment) => segment !== '' && segment !== '.')
  const leaves = name.startsWith('/') || /^[A-Za-z]:/.test(name) || segments.includes('..')
  if (leaves || name.includes('\\') || name.includes('\0') || name === '') {
    throw new AppError('invalid_input', `the zip file has an entry outside of its folder: ${JSON.stringify(name)}`)
  }
  return { ...entry, segments }
}

async function unpack(zip: Buffer, entries: SafeEntry[], rootDir: string): Promise<void> {
  const at = (entry: SafeEntry) => join(rootDir, ...entry.segments)
  const folders = entries.filter((entry) => entry.kind === 'folder')
  for (const folder of folders) await mkdir(at(folder), { recursive: true })
  await inParallel(
    entries.filter((entry) => entry.kind === 'file'),
    async (file) => {
      await mkdir(dirname(at(file)), { recursive: true })
      const content = await readZipEntry(zip, file)
      await writeFile(at(file), content, { flag: 'wx' })
      await chmod(at(file), (file.mode ?? 0o644) | 0o400) // exact, whatever the umask
    },
  )
  // Links last and after every folder, so that nothing is ever written through one.
  const links = entries.filter((entry) => entry.kind === 'link')
  for (const link of links) await mkdir(dirname(at(link)), { recursive: true })
  for (const link of links) {
    if (link.bytes > LINK_MAX_BYTES) throw damagedZip(`the link '${link.name}' is too long`)
    await symlink((await readZipEntry(zip, link)).toString('utf8'), at(link))
  }
  await refuseLinksOutside(
    links.map((link) => ({ name: link.name, path: at(link) })),
    rootDir,
  )
  for (const folder of folders) await chmod(at(folder), (folder.mode ?? 0o755) | 0o700)
}

/** Asks the file system where each link leads, because links through links cannot be judged by their text. */
async function refuseLinksOutside(links: { name: string; path: string }[], rootDir: string): Promise<void> {
  const root = await realpath(rootDir)
  for (const { name, path } of links) {
    const target = await realpath(path).catch(() => null)
    if (target === null || !(target === root || target.startsWith(root + sep))) {
      throw new AppError(
        'invalid_input',
        `the zip file has a link that leads outside of its folder or nowhere: '${name}'`,
      )
    }
  }
}

async function digest(zip: Uint8Array): Promise<{ hash: string; checksum: string }> {
  const sha256 = createHash('sha256')
  const crc64 = new Crc64()
  for (let from = 0; from < zip.length; from += SLICE_BYTES) {
    const slice = zip.subarray(from, from + SLICE_BYTES)
    sha256.update(slice)
    crc64.update(slice)
    await nextTurn()
  }
  return { hash: sha256.digest('hex').slice(0, HASH_DIGITS), checksum: crc64.decimal() }
}

/** Rejects with the first error, once no work is under way any more. */
async function inParallel<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  let hasFailed = false
  const worker = async () => {
    for (const item of waiting) {
      if (hasFailed) return
      await work(item).catch((error) => {
        hasFailed = true
        throw error
      })
    }
  }
  const results = await Promise.allSettled(Array.from({ length: FILES_AT_ONCE }, worker))
  for (const result of results) if (result.status === 'rejected') throw result.reason
}

/** Names were validated long before; this is the last line of defence for a path made of them. */
function folderName(name: string): string {
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new AppError('invalid_input', `'${name}' cannot name a folder`)
  return name
}

function explained(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (error instanceof AppError) return error
  if (code === 'ENOSPC')
    return new AppError('disk_full', 'the package cannot be unpacked: the disk is full', { cause: error })
  if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR') {
    return new AppError('invalid_input', 'the zip file has two entries of the same name', { cause: error })
  }
  if (code === 'ENAMETOOLONG') {
    return new AppError('invalid_input', 'the zip file has an entry whose name is too long', { cause: error })
  }
  return error
}
