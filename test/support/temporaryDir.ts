/** A folder of its own for a test, gone when the test, or the suite that shares it, is over. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atEnd } from './lifetime.ts'

export function temporaryDir(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'taskyard-test-')))
  atEnd(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
