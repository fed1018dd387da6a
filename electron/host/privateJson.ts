/** Small JSON files that only their owner may read, replaced whole so that no reader sees half of one. */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { AppError } from '../../shared/errors.ts'

/** Throws disk_full when it cannot be written; then the old file is as it was. */
export function writePrivateJson(path: string, value: unknown): void {
  const temporary = `${path}.${process.pid}.tmp`
  try {
    rmSync(temporary, { force: true }) // `mode` holds for new files only
    writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
    renameSync(temporary, path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause
    throw new AppError('disk_full', `${path} cannot be written (${reason}): free some disk space`, { cause })
  }
}

/** Null when there is no such file or it holds no JSON: then it was not written by us. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
