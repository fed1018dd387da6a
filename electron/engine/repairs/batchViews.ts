/** Batches as the faces read them. */
import type { Batch } from '../../../shared/contract/repairs.contract.ts'
import { AppError } from '../../../shared/errors.ts'
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

/** The one way to say that a batch is not there, in the store and in the reader. */
export const batchNotFound = (batchId: number) =>
  new AppError('batch_not_found', `there is no batch ${batchId}; "taskyard replay --batches" lists them`)
