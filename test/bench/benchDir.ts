/** A folder for one measurement, gone when it is over. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type BenchDir = Disposable & { path: string }

export function benchDir(): BenchDir {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'taskyard-bench-')))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
