/** A folder for one measurement, gone when it is over, and also when its process ends before. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type BenchDir = Disposable & { path: string }

const inUse = new Set<string>()
process.once('exit', () => {
  for (const path of inUse) rmSync(path, { recursive: true, force: true })
})

export function benchDir(): BenchDir {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'taskyard-bench-')))
  inUse.add(path)
  return {
    path,
    [Symbol.dispose]() {
      rmSync(path, { recursive: true, force: true })
      inUse.delete(path)
    },
  }
}
