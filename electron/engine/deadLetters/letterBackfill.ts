/**
 * Gives the tasks that had failed for good before there was an inbox their letters, in slices, the newest first.
 * How far it has come is in the database, so a restart goes on there.
 */
import { DAY_MS } from '../../../shared/units/time.ts'
import type { DeadGroupRow, DeadLetterSql } from '../../storage/deadLetters.sql.ts'
import { SeqMerge } from '../tasks/seqMerge.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { Failure, Fingerprint } from './fingerprint.ts'
import type { TurnGroups } from './turnGroups.ts'

/** About 3 ms. */
export const MAX_FILLED_PER_TURN = 100
const DEAD_STATES = ['Failed', 'Expired', 'Invalid'] as const

export type BackfillDeps = {
  sql: DeadLetterSql
  groups: TurnGroups
  state: StoreState
  fingerprintOf(functionId: number, task: Omit<Failure, 'codePath'>): Fingerprint
}

export class LetterBackfill {
  readonly #deps: BackfillDeps
  /** Tasks from this seq on have their letters; null: all have. */
  #before: number | null = null

  constructor(deps: BackfillDeps) {
    this.#deps = deps
    this.reload()
  }

  reload(): void {
    this.#before = this.#deps.sql.toFill.get()?.value ?? null
  }

  /** True when more is to be done. */
  slice(nowMs: number): boolean {
    const before = this.#before
    if (before === null) return false
    const { sql } = this.#deps
    const seqs = this.#seqsBefore(before)
    for (const seq of seqs) this.#fill(seq, nowMs)
    const last = seqs.at(-1)
    if (last === undefined || seqs.length < MAX_FILLED_PER_TURN) {
      sql.forgetToFill.run()
      this.#before = null
    } else {
      sql.setToFill.run({ value: last })
      this.#before = last
    }
    return this.#before !== null
  }

  #seqsBefore(before: number): number[] {
    const { sql, state } = this.#deps
    const isFilled = (one: string) => DEAD_STATES.some((dead) => dead === one)
    const ranges = state.sql.counters
      .all()
      .filter((counter) => counter.count > 0 && isFilled(counter.state))
      .map(
        ({ functionId, state: taskState }) =>
          (from: number, limit: number) =>
            sql.endedBefore.all({ functionId, state: taskState, before: from, limit }).map(({ seq }) => seq),
      )
    const merge = new SeqMerge(ranges, { order: 'desc', from: before, expected: MAX_FILLED_PER_TURN })
    return merge.take(MAX_FILLED_PER_TURN)
  }

  #fill(seq: number, nowMs: number): void {
    const { sql, groups } = this.#deps
    const task = sql.hasLetter.get({ taskSeq: seq }) === undefined ? sql.endedTask.get({ seq }) : undefined
    if (task === undefined) return // it failed, or was brought home, since
    const { functionId, endedAtMs } = task
    const group = this.#groupOf(functionId, {
      fingerprint: this.#deps.fingerprintOf(functionId, task),
      endedAtMs,
      nowMs,
    })
    // whoever resolved the group meant what had failed before
    const isResolved = group.state === 'Resolved'
    const resolution = {
      resolvedAtMs: isResolved ? group.stateAtMs : null,
      resolvedBy: isResolved ? ('hand' as const) : null,
    }
    sql.insertLetter.run({ taskSeq: seq, groupId: group.id, diedAtMs: endedAtMs, ...resolution })
    group.totalCount += 1
    if (!isResolved) group.openCount += 1
    if (group.ignoredUntilCount !== null) group.ignoredUntilCount += 1 // it is not one that came since
    groups.met(group.id, { functionId, codeHash: task.codeHash ?? '', atMs: endedAtMs })
  }

  #groupOf(functionId: number, met: { fingerprint: Fingerprint; endedAtMs: number; nowMs: number }): DeadGroupRow {
    const { groups, state } = this.#deps
    const { fingerprint, endedAtMs, nowMs } = met
    const { key, ...shown } = fingerprint
    const accountId = state.functions.accountIdOf(functionId)
    return (
      groups.byKey({ accountId, fingerprint: key }) ??
      groups.create({
        accountId,
        fingerprint: key,
        ...shown,
        state: nowMs - endedAtMs < DAY_MS ? 'New' : 'Acknowledged', // nobody needs to be told of old ones
        stateAtMs: nowMs,
        firstSeenMs: endedAtMs,
        lastSeenMs: endedAtMs,
        totalCount: 0,
        openCount: 0,
      })
    )
  }
}
