/** A folder of its own for a test, gone when the test is over. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

export function temporaryDir(): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'taskyard-test-')))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
