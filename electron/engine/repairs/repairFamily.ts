/**
 * A task, its replays, its compensations and the replays of either repair each other: when one of them succeeds,
 * the dead letters among those before it are resolved. So a group that is replayed again after its replays failed
 * runs each of its tasks once, not once for every time that it was tried.
 */
import { MAX_LINKED, type RepairReads } from '../../storage/repairs.sql.ts'

export type Family = { rootSeq: number; isCompensation: boolean }

/** The first of the family of `seq`. `mayCross`: of a compensation, that of what it compensates. */
export function familyOf(reads: RepairReads, { seq, mayCross }: { seq: number; mayCross: boolean }): Family {
  let rootSeq = seq
  let isCompensation = false
  for (let steps = 0; steps < MAX_LINKED; steps++) {
    const origin = reads.origin.get({ seq: rootSeq })
    if (origin === undefined) break
    if (origin.kind === 'compensation') {
      if (isCompensation || !mayCross) break // what compensates a compensation repairs only that
      isCompensation = true
    }
    rootSeq = origin.seq
  }
  return { rootSeq, isCompensation }
}

export type Repaired = { seq: number; by: 'replay' | 'compensation' }

/** The dead letters that the success of `seq` resolves, if they are open. `isReplay`: that is a replay itself. */
export function repairedBy(reads: RepairReads, { seq, isReplay }: { seq: number; isReplay: boolean }): Repaired[] {
  const { rootSeq, isCompensation } = familyOf(reads, { seq, mayCross: true })
  return reads.familyLetters.all({ rootSeq, seq }).map((letter) => {
    // of a compensation that was replayed: what it compensates is compensated, its own failure replayed
    const isByReplay = !isCompensation || (letter.isCompensation === 1 && isReplay)
    return { seq: letter.seq, by: isByReplay ? 'replay' : 'compensation' }
  })
}
