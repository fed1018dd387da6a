/** Lines of a file in a code folder. Nothing outside of that folder is ever read, whatever a path says. */
import { readFile, realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { pathWithin } from '../../base/pathWithin.ts'

export type SourceLine = { number: number; text: string }

const LINES_AROUND = 3
const MAX_FILE_BYTES = 2 * MIB_BYTES
const MAX_LINE_LENGTH = 500 // of a file that some tool made

/** The line and up to three on either side; none when the file is gone, too large or a link that leads out. */
export async function sourceLines(dir: string, { file, line }: { file: string; line: number }): Promise<SourceLine[]> {
  const text = await readWithin(dir, { file, maxBytes: MAX_FILE_BYTES })
  if (text === null) return []
  const lines = text.split(/\r?\n/)
  if (line < 1 || line > lines.length) return []
  const first = Math.max(1, line - LINES_AROUND)
  return lines
    .slice(first - 1, line + LINES_AROUND)
    .map((text, at) => ({ number: first + at, text: text.slice(0, MAX_LINE_LENGTH) }))
}

/** The text of a regular file in a folder; null when there is none that may be read. */
export async function readWithin(
  dir: string,
  { file, maxBytes }: { file: string; maxBytes: number },
): Promise<string | null> {
  try {
    const path = await realpath(resolve(dir, file))
    if (pathWithin(await realpath(dir), path) === null) return null
    const stats = await stat(path)
    if (!stats.isFile() || stats.size > maxBytes) return null // opening a pipe would wait for its writer
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch {
    return null // gone, not readable, or no text
  }
}
