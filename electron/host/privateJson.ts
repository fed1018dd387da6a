/** Small JSON files that only their owner may read, replaced whole so that no reader sees half of one. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

export function writePrivateJson(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`
  rmSync(temporary, { force: true }) // `mode` holds for new files only
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  renameSync(temporary, path)
}

/** Null when there is no such file or it holds no JSON: then it was not written by us. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
