/** A selection of tasks to repair, as it is at this instant: what comes later is not in it. */
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import type { RepairReads } from '../../storage/repairs.sql.ts'
import { groupNotFound } from '../deadLetters/groupNotFound.ts'

/** Either `seqs`, each once, or the open letters of a group up to one of them. */
export type FrozenSelection = {
  seqs: number[] | null
  groupId: number | null
  lastLetterId: number | null
  totalCount: number
}

/** Throws group_not_found. */
export function freeze(
  reads: RepairReads,
  { accountId, selection }: { accountId: number; selection: RepairSelection },
): FrozenSelection {
  if ('seqs' in selection) {
    const seqs = [...new Set(selection.seqs)]
    return { seqs, groupId: null, lastLetterId: null, totalCount: seqs.length }
  }
  const { groupId } = selection
  if (reads.group.get({ id: groupId, accountId }) === undefined) throw groupNotFound(groupId)
  const lastLetterId = selection.lastLetterId ?? reads.lastOpenLetter.get({ groupId })?.id ?? 0
  const totalCount = reads.openCount.get({ groupId, lastId: lastLetterId })?.count ?? 0
  return { seqs: null, groupId, lastLetterId, totalCount }
}

/** The seqs of its first `limit` tasks. */
export function firstOf(reads: RepairReads, frozen: FrozenSelection, limit: number): number[] {
  const { seqs, groupId, lastLetterId } = frozen
  if (seqs !== null) return seqs.slice(0, limit)
  const letters = reads.openLetters.all({ groupId: groupId ?? 0, afterId: 0, lastId: lastLetterId ?? 0, limit })
  return letters.map(({ seq }) => seq)
}
