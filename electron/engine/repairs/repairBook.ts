/**
 * Replays and compensations: makes them in slices, and resolves the dead letters that they repaired.
 *
 * A batch is a row; the tasks that it makes, its items and how far it came are written in one transaction. So
 * whenever the host dies it goes on exactly where it was, and makes nothing twice.
 */
import { AppError } from '../../../shared/errors.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { type BatchRow, prepareRepairReads, prepareRepairSql } from '../../storage/repairs.sql.ts'
import { MADE_BY } from '../../storage/tasks.sql.ts'
import { destinationBodies } from '../destinations/destinationBodies.ts'
import type { FollowUpDeps, TaskEnd } from '../tasks/followUps.ts'
import type { StoreState } from '../tasks/storeState.ts'
import { TaskSeqs } from '../tasks/taskSeqs.ts'
import { batchNotFound } from './batchViews.ts'
import { type MakeRepairDeps, makeRepair, mayPass } from './makeRepair.ts'
import { repairedBy } from './repairFamily.ts'
import { RepairRules } from './repairRules.ts'
import { RunningBatch } from './runningBatch.ts'

export type NewBatch = Pick<BatchRow, 'accountId' | 'action' | 'groupId' | 'lastLetterId' | 'totalCount'> & {
  seqs: number[] | null // null: the letters of the group
  delaySeconds: number
}

/** Of all batches together: a turn stays short, and other writes come in between. */
const MAX_ITEMS_PER_TURN = 100
const MAX_MS_PER_TURN = 8
/** The items of a larger selection take some milliseconds to write down. */
const MAX_ITEMS_WRITTEN = 1_000
const TRY_AGAIN_MS = SECOND_MS

export class RepairBook {
  readonly reads
  readonly rules: RepairRules
  readonly #sql
  readonly #state: StoreState
  readonly #deps: MakeRepairDeps
  readonly #ids: TaskSeqs
  #running: RunningBatch[] = []
  #itemsLeft = MAX_ITEMS_PER_TURN

  constructor({ db, state, admission }: FollowUpDeps) {
    this.#sql = prepareRepairSql(db)
    this.reads = prepareRepairReads(db)
    this.#state = state
    this.#deps = { state, admission, bodies: destinationBodies(db) }
    this.#ids = new TaskSeqs(this.#sql.lastBatchId.get()?.id ?? 0)
    this.rules = new RepairRules(this.reads, {
      byId: (functionId) => state.functions.byId(functionId)?.record,
      find: (accountId, name) => state.functions.find(accountId, name)?.record,
    })
  }

  /** Writes the batch down and does its first slice, if this turn has room for it. Inside the transaction. */
  start({ seqs, delaySeconds, ...batch }: NewBatch): BatchRow {
    const nowMs = this.#state.clock.nowMs()
    const id = this.#ids.next(nowMs)
    const row = { ...batch, id, options: JSON.stringify({ delaySeconds }), createdAtMs: nowMs }
    this.#sql.insertBatch.run(row)
    if (seqs !== null) this.#sql.insertItems.run({ batchId: id, seqs: JSON.stringify(seqs) })
    if (seqs !== null && seqs.length > MAX_ITEMS_WRITTEN) this.#itemsLeft = 0 // that was this turn's share
    const running = new RunningBatch({
      ...row,
      state: 'Running',
      nextKey: 0,
      madeCount: 0,
      skippedCount: 0,
      failedCount: 0,
      refusedAtMs: null,
      refusal: null,
      endedAtMs: null,
    })
    this.#running.push(running)
    this.#goOn(running, nowMs)
    return running.row
  }

  /** Inside the transaction. Throws batch_not_found, batch_ended. */
  abort({ accountId, batchId }: { accountId: number; batchId: number }): BatchRow {
    const running = this.#running.find(({ id, scope }) => id === batchId && scope.accountId === accountId)
    if (running === undefined) {
      const row = this.reads.batch.get({ id: batchId, accountId })
      if (row === undefined) throw batchNotFound(batchId)
      throw new AppError('batch_ended', `batch ${batchId} has ended already: it is ${row.state}`)
    }
    running.aborted(this.#state.clock.nowMs())
    this.#keep(running)
    return running.row
  }

  /** The success of a repair resolves what it repaired, in the transaction of that success. */
  taskEnded({ seq, madeBy, state, endedAtMs }: TaskEnd): void {
    if (madeBy === null || state !== 'Succeeded') return
    if (madeBy !== MADE_BY.replay && madeBy !== MADE_BY.compensation) return
    for (const letter of repairedBy(this.reads, { seq, isReplay: madeBy === MADE_BY.replay })) {
      this.#state.followUps.letters.resolve(letter.seq, { by: letter.by, seq, atMs: endedAtMs })
    }
  }

  /** A slice of each running batch, as far as the turn has room. True: another turn is wanted. */
  conclude(nowMs: number): boolean {
    if (this.#running.length > 0) {
      for (const running of [...this.#running]) this.#goOn(running, nowMs)
      const [first, ...others] = this.#running
      if (first !== undefined) this.#running = [...others, first] // the next turn begins with another one
    }
    this.#itemsLeft = MAX_ITEMS_PER_TURN
    const waiting = this.#running.filter(({ notBeforeMs }) => notBeforeMs > nowMs)
    for (const { notBeforeMs } of waiting) this.#state.waitsUntil(notBeforeMs)
    return waiting.length < this.#running.length
  }

  reload(): void {
    this.#running = this.#sql.running.all().map((row) => new RunningBatch(row))
    this.#itemsLeft = MAX_ITEMS_PER_TURN
  }

  #goOn(running: RunningBatch, nowMs: number): void {
    if (running.notBeforeMs > nowMs || this.#itemsLeft === 0) return
    const beginsAtMs = this.#state.clock.elapsedMs()
    const limit = this.#itemsLeft
    const items = running.due(this.reads, limit)
    let handledCount = 0
    for (const item of items) {
      if (!this.#handle(running, item, nowMs)) break
      handledCount++
      this.#itemsLeft--
      if (this.#state.clock.elapsedMs() - beginsAtMs > MAX_MS_PER_TURN) {
        this.#itemsLeft = 0
        break
      }
    }
    if (handledCount === items.length && items.length < limit) running.done(nowMs)
    this.#keep(running)
  }

  /** False when nothing is taken in now: the batch waits. */
  #handle(running: RunningBatch, { key, number, seq }: { key: number; number: number; seq: number }, nowMs: number) {
    const item = { batchId: running.id, number, seq }
    const judged = this.rules.judge(seq, running.scope)
    if (judged.skip !== null) {
      this.#sql.saveItem.run({ ...item, outcome: 'skipped', madeSeq: null, detail: judged.skip })
      running.handled(key, 'skipped')
      return true
    }
    try {
      const made = makeRepair(this.#deps, { ...judged, delaySeconds: running.delaySeconds })
      this.#sql.saveItem.run({ ...item, outcome: 'made', madeSeq: made.seq, detail: null })
      running.handled(key, 'made')
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (mayPass(error) && !running.isGivenUp(nowMs)) {
        running.refused(error.message, { nowMs, againAtMs: nowMs + TRY_AGAIN_MS })
        return false
      }
      this.#sql.saveItem.run({ ...item, outcome: 'failed', madeSeq: null, detail: error.message })
      running.handled(key, 'failed')
    }
    return true
  }

  #keep(running: RunningBatch): void {
    this.#sql.saveProgress.run(running.progress)
    if (running.progress.state !== 'Running') this.#running = this.#running.filter((one) => one !== running)
  }
}
