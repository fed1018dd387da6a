/** Batches as the faces read them. */
import type { Batch } from '../../../shared/contract/repairs.contract.ts'
import type { BatchRow } from '../../storage/repairs.sql.ts'

export function batchOf(row: BatchRow): Batch {
  const { id: batchId, action, state, groupId, totalCount, madeCount, skippedCount, failedCount } = row
  return {
    batchId,
    action,
    state,
    groupId,
    totalCount,
    madeCount,
    skippedCount,
    failedCount,
    createdAtMs: row.createdAtMs,
    endedAtMs: row.endedAtMs,
    ...(row.refusal !== null && { refusal: row.refusal }),
  }
}
