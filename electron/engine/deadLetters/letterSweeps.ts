/**
 * Resolves all letters of a group by hand, or opens those again, in slices: the group changes at once and says
 * up to which letter and since when; the letters follow in later turns, also after a restart.
 */
import type { DeadGroupRow, DeadLetterRow, DeadLetterSql } from '../../storage/deadLetters.sql.ts'
import { enterState } from './groupStates.ts'
import type { TurnGroups } from './turnGroups.ts'

/** Letters that one turn looks at: about 2 ms. */
export const MAX_SWEPT_PER_TURN = 250

export class LetterSweeps {
  readonly #sql: DeadLetterSql
  readonly #groups: TurnGroups
  /** Groups that are not done. */
  #ids: number[] = []

  constructor(sql: DeadLetterSql, groups: TurnGroups) {
    this.#sql = sql
    this.#groups = groups
    this.reload()
  }

  reload(): void {
    this.#ids = this.#sql.sweptGroups.all().map(({ id }) => id)
  }

  resolveAll(group: DeadGroupRow, nowMs: number): void {
    const hasOpen = group.openCount > 0 || group.sweep === 'reopen' // some of those may not be counted yet
    enterState(group, 'Resolved', nowMs)
    group.canReopen = hasOpen ? 1 : 0
    group.openCount = 0
    this.#begin(group, 'resolve', nowMs)
    group.sweepToId = this.#sql.lastLetterId.get()?.id ?? 0
  }

  /**
   * What the last `resolveAll` resolved, if the group is Resolved by that; they are counted as they are reached.
   * The state of the group is the caller's.
   */
  reopenAll(group: DeadGroupRow): void {
    if (group.canReopen === 0 || group.sweepAtMs === null) return
    this.#begin(group, 'reopen', group.sweepAtMs)
  }

  /** True when more is to be done. */
  slice(nowMs: number): boolean {
    let rest = MAX_SWEPT_PER_TURN
    while (rest > 0) {
      const group = this.#ids[0] === undefined ? undefined : this.#groups.byId(this.#ids[0])
      if (group === undefined) break
      const sweep = group.sweep
      rest -= this.#sliceOf(group, rest)
      if (group.sweep !== null) continue
      this.#ids.shift()
      // all that was opened again has been repaired meanwhile
      if (sweep === 'reopen' && group.openCount === 0) enterState(group, 'Resolved', nowMs)
    }
    return this.#ids.length > 0
  }

  #begin(group: DeadGroupRow, sweep: 'resolve' | 'reopen', atMs: number): void {
    group.sweep = sweep
    group.sweepAtMs = atMs
    group.sweepNext = -1
    if (!this.#ids.includes(group.id)) this.#ids.push(group.id)
  }

  #sliceOf(group: DeadGroupRow, limit: number): number {
    const letters = this.#sql.lettersAfter.all({ groupId: group.id, afterSeq: group.sweepNext ?? -1, limit })
    for (const letter of letters) {
      if (group.sweep === 'resolve' && isToBeResolved(group, letter)) {
        this.#sql.resolve.run({ id: letter.id, atMs: group.sweepAtMs ?? 0, by: 'hand', seq: null })
      } else if (group.sweep === 'reopen' && isToBeReopened(group, letter)) {
        if (letter.resolvedAtMs !== null) this.#sql.reopen.run({ id: letter.id })
        group.openCount += 1
      }
    }
    group.sweepNext = letters.at(-1)?.taskSeq ?? group.sweepNext
    if (letters.length < limit) group.sweep = null
    return Math.max(letters.length, 1)
  }
}

type Sweep = Pick<DeadGroupRow, 'sweep' | 'sweepToId' | 'sweepAtMs' | 'sweepNext'>

/** Resolved already, though its row does not say so yet. */
export const isToBeResolved = (group: Sweep, { id, resolvedAtMs }: Pick<DeadLetterRow, 'id' | 'resolvedAtMs'>) =>
  group.sweep === 'resolve' && resolvedAtMs === null && id <= (group.sweepToId ?? 0)

/** Open again, though it is not counted yet, and its row may not say so. */
export const isToBeReopened = (group: Sweep, letter: Omit<DeadLetterRow, 'groupId' | 'diedAtMs'>) =>
  group.sweep === 'reopen' &&
  (letter.resolvedAtMs === null || (letter.resolvedBy === 'hand' && letter.resolvedAtMs === group.sweepAtMs)) &&
  letter.id <= (group.sweepToId ?? 0) &&
  letter.taskSeq > (group.sweepNext ?? -1)
