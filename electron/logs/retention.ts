/**
 * Deletes old output, oldest first, in slices so small that storing is never kept waiting. The file
 * does not shrink: its freed pages are used again, so it stays below the limit once it got there.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { GIB_BYTES } from '../../shared/units/bytes.ts'
import { DAY_MS, MINUTE_MS } from '../../shared/units/time.ts'
import type { LogFile } from './logFile.ts'

export type LogRetention = { days: number; maxBytes: number }
/** FC keeps the record of a task for 7 days (FC.md section 2.1). */
export const DEFAULT_LOG_RETENTION: LogRetention = { days: 7, maxBytes: GIB_BYTES }
export const PRUNE_EVERY_MS = MINUTE_MS

const ROWS_AT_ONCE = 100 // at most 6.4 MB of text

type Pruning = { nowMs: number; hostId: string; retention: LogRetention; stopping: AbortSignal }

/** Resolves to the number of rows that were deleted. */
export async function prune(file: LogFile, { nowMs, hostId, retention, stopping }: Pruning): Promise<number> {
  file.use(({ sql }) => sql.forgetOtherHosts.run({ hostId }))
  let deletedCount = 0
  while (!stopping.aborted) {
    const deleted = file.use(({ sql }) => {
      const isTooLarge = (sql.usedBytes.get() ?? 0) > retention.maxBytes
      const beforeMs = isTooLarge ? Number.MAX_SAFE_INTEGER : nowMs - retention.days * DAY_MS
      const { changes } = sql.deleteOldest.run({ beforeMs, limit: ROWS_AT_ONCE })
      if (changes > 0) sql.deleteZones.run()
      return changes
    })
    if (deleted === 0) break
    deletedCount += deleted
    await nextTurn()
  }
  return deletedCount
}
