/**
 * What a replay or a compensation of a selection would do. Tasks are judged in slices with a pause in between, so
 * that lists are read meanwhile; each slice is one read transaction. Nothing is changed.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import type { BatchAction, RepairReads } from '../../storage/repairs.sql.ts'
import type { Repairable, RepairRules, Skipped } from './repairRules.ts'
import { type FrozenSelection, firstOf, freeze } from './selections.ts'
import { SkipCounts } from './skipCounts.ts'

/** So many are judged one by one; of the rest each is taken for new. */
const MAX_JUDGED = 10_000
const SLICE_COUNT = 250

export type PlanDeps = { db: Database; reads: RepairReads; rules(): RepairRules }
export type PlanRequest = { accountId: number; selection: RepairSelection; action: BatchAction }
export type Judged = {
  selection: RepairSelection
  frozenAtMs: number
  totalCount: number
  newCount: number
  skipped: ReturnType<SkipCounts['list']>
}

/** `met` sees each task that was judged, in order. Throws group_not_found. */
export async function judgeAll(
  { db, reads, rules }: PlanDeps,
  { accountId, selection, action }: PlanRequest,
  met: (judged: Repairable | Skipped) => void,
): Promise<Judged> {
  const { frozen, seqs } = db.transaction(() => {
    const frozen = freeze(reads, { accountId, selection })
    return { frozen, seqs: firstOf(reads, frozen, MAX_JUDGED) }
  })()
  const frozenAtMs = Date.now()
  const scope = { accountId, action, isGroup: frozen.groupId !== null }
  const skips = new SkipCounts()
  let skippedCount = 0
  const judgeSlice = db.transaction((slice: number[]) => {
    const now = rules() // functions may have changed since the last slice
    for (const seq of slice) {
      const judged = now.judge(seq, scope)
      if (judged.skip !== null) {
        skips.add(judged.skip)
        skippedCount++
      }
      met(judged)
    }
  })
  for (let from = 0; from < seqs.length; from += SLICE_COUNT) {
    if (from > 0) await breathe()
    judgeSlice(seqs.slice(from, from + SLICE_COUNT))
  }
  return {
    selection: frozenSelection(frozen),
    frozenAtMs,
    totalCount: frozen.totalCount,
    newCount: frozen.totalCount - skippedCount,
    skipped: skips.list(),
  }
}

function frozenSelection({ seqs, groupId, lastLetterId }: FrozenSelection): RepairSelection {
  return seqs !== null ? { seqs } : { groupId: groupId ?? 0, lastLetterId: lastLetterId ?? 0 }
}
