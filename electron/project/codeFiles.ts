/**
 * The files of a code folder as they are kept for the comparison of attempts: path, hash and size of each,
 * and the text of those that are text, not too long and not there to hold secrets. What counts as a file is decided by `hashCode.ts`.
 *
 * Everything below one `node_modules` is one entry, whose hash covers paths, sizes and times of change:
 * which of ten thousand files of a package differ helps nobody.
 *
 * Null: there are too many files, or the folder is not (any more) what `expectedHash` names. Throws
 * `AppError('code_missing')` as `hashCode` does.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KIB_BYTES, MIB_BYTES } from '../../shared/units/bytes.ts'
import { type CodeEntry, listCode } from './hashCode.ts'

const MAX_FILES = 2_000
const MAX_TEXT_BYTES = 64 * KIB_BYTES
const MAX_TEXTS_BYTES = 4 * MIB_BYTES
const HASH_DIGITS = 32
/** What differs in them is nobody's to read: .env, keys and certificates, stored credentials. */
const SECRET_FILE = /(?:^|\/)(?:\.env(?:\.[^/]*)?|\.npmrc|credentials(?:\.[^/]*)?|[^/]*\.(?:pem|key|p12|pfx))$/i

export type ListedFile = { path: string; hash: string; bytes: number }
export type CodeFiles = { files: ListedFile[]; texts: { hash: string; text: string }[] }

/** `expectedHash` null: the folder never changes, and is named by something else than its content. */
export async function codeFiles(
  dir: string,
  { expectedHash }: { expectedHash: string | null },
): Promise<CodeFiles | null> {
  const { code, entries } = await listCode(dir)
  if (expectedHash !== null && code.hash !== expectedHash) return null
  const files = filesOf(entries)
  if (files.length > MAX_FILES) return null

  const texts = new Map<string, string>()
  let totalBytes = 0
  for (const entry of entries) {
    const { path, bytes, content } = entry
    if (content === null || SECRET_FILE.test(path) || bytes > MAX_TEXT_BYTES || totalBytes + bytes > MAX_TEXTS_BYTES)
      continue
    const hash = hashOfEntry(entry)
    if (texts.has(hash)) continue
    const read = await readFile(join(dir, path)).catch(() => null)
    if (read === null || sha256(read) !== content) return null // changed meanwhile: the watcher tells of that
    const text = textOf(read)
    if (text === null) continue
    texts.set(hash, text)
    totalBytes += bytes
  }
  return { files, texts: [...texts].map(([hash, text]) => ({ hash, text })) }
}

function filesOf(entries: readonly CodeEntry[]): ListedFile[] {
  const files: ListedFile[] = []
  const packages = new Map<string, { facts: string[]; bytes: number }>()
  for (const entry of entries) {
    const { path, facts, bytes } = entry
    const folder = /^(?:.*?\/)??node_modules(?=\/)/.exec(path)?.[0]
    if (folder === undefined) {
      files.push({ path, hash: hashOfEntry(entry), bytes })
      continue
    }
    const known = packages.get(folder) ?? { facts: [], bytes: 0 }
    known.facts.push(`${path} ${facts}`)
    known.bytes += bytes
    packages.set(folder, known)
  }
  for (const [path, { facts, bytes }] of packages) files.push({ path, hash: hashOf(facts.join('\n')), bytes })
  return files
}

const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex')
const hashOf = (text: string) => sha256(text).slice(0, HASH_DIGITS)
/** A program and a plain file of the same content are different code. */
const hashOfEntry = ({ facts }: CodeEntry) => hashOf(facts)

/** Null: it is no UTF-8, or has bytes that no text has. */
function textOf(content: Uint8Array): string | null {
  if (content.includes(0)) return null
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content)
  } catch {
    return null
  }
}
