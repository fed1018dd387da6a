/** Watches from outside what a load brings about: tasks that ended well, and the length of the write-ahead log. */
import { SECOND_MS } from '../../shared/units/time.ts'
import type { TaskCounts } from './taskCounts.ts'

const LOOK_EVERY_MS = 50

export type Load = { elapsedMs: number; tripsMs: number[] }
/** `perSecond`: tasks that ended well while the load lasted. `tripsMs`: from each submit to its answer. */
export type WatchedRun = { perSecond: number; walMaxBytes: number; tripsMs: number[] }

export async function watchRun(counts: TaskCounts, load: Promise<Load>): Promise<WatchedRun> {
  const earlierCount = counts.succeededCount
  let walMaxBytes = 0
  const looking = setInterval(() => {
    walMaxBytes = Math.max(walMaxBytes, counts.walBytes)
  }, LOOK_EVERY_MS)
  const { elapsedMs, tripsMs } = await load
  clearInterval(looking)
  return { tripsMs, walMaxBytes, perSecond: ((counts.succeededCount - earlierCount) * SECOND_MS) / elapsedMs }
}
