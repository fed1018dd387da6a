/**
 * Keeps every task that ended for good without success, in groups of those that failed alike. A letter is
 * written in the transaction that ends its task; what its group counts, at the end of that transaction.
 */
import type { FinalTaskState } from '../../../shared/domain/taskStates.ts'
import { prepareDeadLetterSql } from '../../storage/deadLetters.sql.ts'
import type { FollowUpDeps, TaskEnd } from '../tasks/followUps.ts'
import type { StoreState } from '../tasks/storeState.ts'
import { type Failure, type Fingerprint, fingerprintOf } from './fingerprint.ts'
import { letterCame, letterResolved } from './groupStates.ts'
import { LetterBackfill } from './letterBackfill.ts'
import { isToBeReopened, isToBeResolved, LetterSweeps } from './letterSweeps.ts'
import { TurnGroups } from './turnGroups.ts'

/** What resolved a dead letter. */
export type Resolution = { by: 'replay' | 'compensation' | 'hand'; seq: number | null; atMs: number }

export class DeadLetterBook {
  readonly sql
  /** What the turn has touched; commands change groups in it. */
  readonly groups: TurnGroups
  readonly sweeps: LetterSweeps
  readonly #backfill: LetterBackfill
  readonly #state: StoreState

  constructor({ db, state }: FollowUpDeps) {
    this.#state = state
    this.sql = prepareDeadLetterSql(db)
    this.groups = new TurnGroups(this.sql)
    this.sweeps = new LetterSweeps(this.sql, this.groups)
    const { sql, groups } = this
    this.#backfill = new LetterBackfill({
      sql,
      groups,
      state,
      fingerprintOf: (functionId, task) => this.#fingerprintOf(functionId, task),
    })
  }

  taskEnded({ seq, state, functionId, endedAtMs }: TaskEnd): void {
    if (!isDead(state)) return
    const task = this.sql.endedTask.get({ seq })
    if (task === undefined) return
    const fingerprint = this.#fingerprintOf(functionId, task)
    const nowMs = this.#state.clock.nowMs()
    const group = this.#groupOf(functionId, { fingerprint, atMs: endedAtMs, nowMs })
    const letter = { taskSeq: seq, groupId: group.id, diedAtMs: endedAtMs, resolvedAtMs: null, resolvedBy: null }
    if (this.sql.insertLetter.run(letter).changes === 0) return
    const codeHash = task.codeHash ?? this.#state.functions.byId(functionId)?.record.code.hash ?? null
    letterCame(group, { functionId, codeHash, nowMs })
    this.groups.met(group.id, { functionId, codeHash: task.codeHash ?? '', atMs: endedAtMs })
  }

  /** Nothing when the task is no dead letter, or was resolved before. True: it was open. */
  resolve(taskSeq: number, { by, seq, atMs }: Resolution): boolean {
    const letter = this.sql.letter.get({ taskSeq })
    const group = letter === undefined ? undefined : this.groups.byId(letter.groupId)
    if (letter === undefined || group === undefined || isToBeResolved(group, letter)) return false
    const isUncounted = isToBeReopened(group, letter)
    if (letter.resolvedAtMs !== null && !isUncounted) return false
    this.sql.resolve.run({ id: letter.id, atMs, by, seq })
    if (!isUncounted) letterResolved(group, atMs)
    return true
  }

  /** Whether the task is a dead letter that nothing has resolved yet. */
  isOpen(taskSeq: number): boolean {
    const letter = this.sql.letter.get({ taskSeq })
    const group = letter === undefined ? undefined : this.groups.byId(letter.groupId)
    if (letter === undefined || group === undefined || isToBeResolved(group, letter)) return false
    return letter.resolvedAtMs === null || isToBeReopened(group, letter)
  }

  /** Its share of a turn. True: another turn is wanted. */
  conclude(nowMs: number): boolean {
    const hasMoreToSweep = this.sweeps.slice(nowMs)
    return hasMoreToSweep || this.#backfill.slice(nowMs)
  }

  /** Last in each transaction that ends tasks. */
  write(): void {
    this.groups.write(this.#state.clock.nowMs())
  }

  reload(): void {
    this.groups.forget()
    this.sweeps.reload()
    this.#backfill.reload()
  }

  #fingerprintOf(functionId: number, { errorType, errorBody, reason }: Omit<Failure, 'codePath'>): Fingerprint {
    const codePath = this.#state.functions.byId(functionId)?.record.code.path ?? null
    return fingerprintOf({ errorType, errorBody, reason, codePath })
  }

  #groupOf(functionId: number, met: { fingerprint: Fingerprint; atMs: number; nowMs: number }) {
    const { fingerprint, atMs, nowMs } = met
    const accountId = this.#state.functions.accountIdOf(functionId)
    const { key, ...shown } = fingerprint
    const known = this.groups.byKey({ accountId, fingerprint: key })
    if (known !== undefined) return known
    const seen = { firstSeenMs: atMs, lastSeenMs: atMs, totalCount: 0, openCount: 0 }
    return this.groups.create({ accountId, fingerprint: key, ...shown, state: 'New', stateAtMs: nowMs, ...seen })
  }
}

export const isDead = (state: FinalTaskState) => state === 'Failed' || state === 'Expired' || state === 'Invalid'
