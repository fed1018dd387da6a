/** A batch that is being done, as the store keeps it in memory between its slices. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/units/time.ts'
import type { BatchAction, BatchProgress, BatchRow, ItemOutcome, RepairReads } from '../../storage/repairs.sql.ts'
import type { RepairScope } from './repairRules.ts'

/** After so long without a place for a new task the rest of a batch fails. */
const MAX_REFUSED_MS = HOUR_MS
/** Longer than this between two refusals: the host was stopped or the machine slept, and nothing was tried. */
const MAX_GAP_MS = 5 * MINUTE_MS

/** One task of the batch that is due. `key`: of the walk, a letter's id or an item's number. */
type DueItem = { key: number; number: number; seq: number }

export class RunningBatch {
  readonly id: number
  readonly action: BatchAction
  readonly scope: RepairScope
  readonly delaySeconds: number
  /** Not before this instant, after a refusal; kept in memory only. */
  notBeforeMs = 0
  readonly #row: BatchRow

  constructor(row: BatchRow) {
    this.#row = { ...row }
    this.id = row.id
    this.action = row.action
    this.scope = { accountId: row.accountId, action: row.action, isGroup: row.groupId !== null }
    const options = JSON.parse(row.options) as { delaySeconds?: number } // written by ours
    this.delaySeconds = options.delaySeconds ?? 0
  }

  /** Whether it was tried, and refused, for too long. */
  isGivenUp(nowMs: number): boolean {
    const { refusedAtMs } = this.#row
    return refusedAtMs !== null && this.#hasTried(nowMs) && nowMs - refusedAtMs >= MAX_REFUSED_MS
  }

  /** Those that come next, at most `limit`; none: the walk is over. */
  due(reads: RepairReads, limit: number): DueItem[] {
    const { groupId, lastLetterId, nextKey } = this.#row
    if (groupId === null) {
      const items = reads.openItems.all({ batchId: this.id, after: nextKey, limit })
      return items.map(({ number, seq }) => ({ key: number, number, seq }))
    }
    const letters = reads.openLetters.all({ groupId, afterId: nextKey, lastId: lastLetterId ?? 0, limit })
    return letters.map(({ id, seq }, index) => ({ key: id, number: this.#handledCount + index + 1, seq }))
  }

  handled(key: number, outcome: ItemOutcome): void {
    this.#row.nextKey = key
    if (outcome === 'made') this.#row.madeCount++
    else if (outcome === 'skipped') this.#row.skippedCount++
    else this.#row.failedCount++
    if (outcome !== 'made') return // says nothing about whether tasks are taken in again
    this.#row.refusedAtMs = null
    this.#row.refusal = null
  }

  refused(reason: string, { nowMs, againAtMs }: { nowMs: number; againAtMs: number }): void {
    if (this.#row.refusedAtMs === null || !this.#hasTried(nowMs)) this.#row.refusedAtMs = nowMs
    this.#row.refusal = reason
    this.notBeforeMs = againAtMs
  }

  /** The walk is over. Letters that it never met were resolved while it went on. */
  done(nowMs: number): void {
    this.#row.skippedCount += Math.max(0, this.#row.totalCount - this.#handledCount)
    this.#end('Done', nowMs)
  }

  aborted(nowMs: number): void {
    this.#end('Aborted', nowMs)
  }

  get row(): BatchRow {
    return { ...this.#row }
  }

  get progress(): BatchProgress {
    const { id, state, nextKey, madeCount, skippedCount, failedCount, refusedAtMs, refusal, endedAtMs } = this.#row
    return { id, state, nextKey, madeCount, skippedCount, failedCount, refusedAtMs, refusal, endedAtMs }
  }

  #hasTried(nowMs: number): boolean {
    return nowMs - this.notBeforeMs <= MAX_GAP_MS
  }

  get #handledCount(): number {
    const { madeCount, skippedCount, failedCount } = this.#row
    return madeCount + skippedCount + failedCount
  }

  #end(state: 'Done' | 'Aborted', nowMs: number): void {
    this.#row.state = state
    this.#row.endedAtMs = nowMs
    this.#row.refusedAtMs = null
    this.#row.refusal = null
  }
}
