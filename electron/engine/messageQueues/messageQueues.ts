/**
 * Local message queues in the manner of SMQ (MNS). A received message is hidden for a time, and comes back behind
 * those that are visible already when nobody deleted it; each receive gives a new handle, and only the last one
 * deletes.
 *
 * A purged queue goes on under another key of the database, and a deleted one is gone at once; the rows of either
 * are deleted bit by bit in later turns, so that a big queue holds nothing up.
 */
import type { Message, MessageQueue } from '../../../shared/contract/messages.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { prepareMessageSql, type QueueKey, type QueueRow } from '../../storage/messages.sql.ts'
import type { FollowUpDeps } from '../tasks/followUps.ts'
import { TaskSeqs } from '../tasks/taskSeqs.ts'
import { messageKeyOf, newMessageId, newReceiptHandle } from './messageIds.ts'
import { messageView, queueNotFound, queueView } from './messageViews.ts'

export const MAX_MESSAGE_BYTES = 65_536
const DEFAULT_VISIBILITY_MS = 30 * SECOND_MS
/** What a turn may spend on the rows of queues that are gone, and how many of them it deletes at a time. */
const MAX_CLEANING_MS = 4
const MAX_CLEANED_ROWS = 2_000
const CLEANED_AT_A_TIME = 50

export type NewMessage = QueueKey & { body: string; deliveryId: number | null; delayMs?: number }
type Receive = { limit: number; visibilityMs: number | null; nowMs: number }

/** All methods but the last two run inside a turn's transaction, and throw before they write. */
export class MessageQueues {
  readonly #sql
  readonly #clock
  readonly #admission
  readonly #ids: TaskSeqs
  #hasDiscarded = false

  constructor({ db, state, admission }: FollowUpDeps) {
    this.#sql = prepareMessageSql(db)
    this.#clock = state.clock
    this.#admission = admission
    this.#ids = new TaskSeqs(this.#sql.lastId.get()?.id ?? 0)
    this.reload()
  }

  /** Makes the queue when it is not there. Returns the message's id. Throws payload_too_large, disk_full. */
  send({ accountId, queueName, body, deliveryId, delayMs = 0 }: NewMessage): string {
    const bytes = Buffer.byteLength(body)
    if (bytes > MAX_MESSAGE_BYTES) {
      const limit = `${MAX_MESSAGE_BYTES} bytes (64 KB), as in SMQ`
      throw new AppError('payload_too_large', `a message has at most ${limit}; this one has ${bytes}`)
    }
    this.#admission.checkDisk()
    const nowMs = this.#clock.nowMs()
    const queue = { accountId, queueName }
    const queueId = this.#sql.queue.get(queue)?.id ?? this.#add(queue, DEFAULT_VISIBILITY_MS, nowMs)
    const id = this.#ids.next(nowMs)
    const messageId = newMessageId(id)
    this.#sql.insert.run({ id, queueId, messageId, body, sentAtMs: nowMs, visibleAtMs: nowMs + delayMs, deliveryId })
    this.#sql.count.run({ id: queueId, change: 1 })
    return messageId
  }

  /** Makes a queue, or changes how long its messages are hidden. */
  create(queue: QueueKey, visibilityMs: number): { view: MessageQueue; isNew: boolean } {
    const nowMs = this.#clock.nowMs()
    const known = this.#sql.queue.get(queue)
    if (known === undefined) this.#add(queue, visibilityMs, nowMs)
    else this.#sql.setVisibility.run({ id: known.id, visibilityMs })
    return { view: queueView(this.#sql, this.#existing(queue), nowMs), isNew: known === undefined }
  }

  /** Returns how many messages it had. */
  delete(queue: QueueKey): number {
    const { id, messageCount } = this.#existing(queue)
    if (messageCount === 0) this.#sql.dropQueue.run({ id })
    else this.#discard(id)
    return messageCount
  }

  /** Returns how many messages it had. */
  purge(queue: QueueKey): number {
    const { id, messageCount } = this.#existing(queue)
    if (messageCount === 0) return 0
    this.#discard(id)
    this.#sql.renew.run({ id })
    return messageCount
  }

  /** Those first that have been visible the longest; each is hidden from now on. */
  receive(queue: QueueKey, { limit, visibilityMs, nowMs }: Receive): (Message & { receiptHandle: string })[] {
    const { id: queueId, visibilityMs: ofQueueMs } = this.#existing(queue)
    const visibleAtMs = nowMs + (visibilityMs ?? ofQueueMs)
    const first = { queueId, visibleAtMs: 0, id: 0, nowMs, limit }
    return this.#sql.visiblePage.all(first).map((row) => {
      const receiptHandle = newReceiptHandle(row.id)
      this.#sql.receive.run({ id: row.id, nowMs, visibleAtMs, receiptHandle })
      const received = { receivedAtMs: row.receivedAtMs ?? nowMs, receiveCount: row.receiveCount + 1, visibleAtMs }
      return { ...messageView({ ...row, ...received }), receiptHandle }
    })
  }

  /**
   * Returns the message's id. Throws message_not_found for a message that is gone, and for the handle of a
   * receive before the last one.
   */
  deleteMessage(queue: QueueKey, by: { receiptHandle: string } | { messageId: string }): string {
    const { id: queueId } = this.#existing(queue)
    const isByHandle = 'receiptHandle' in by
    const id = messageKeyOf(isByHandle ? by.receiptHandle : by.messageId)
    const row = id === null ? undefined : this.#sql.one.get({ id, queueId })
    const isIt = isByHandle ? row?.receiptHandle === by.receiptHandle : row?.messageId === by.messageId
    if (row === undefined || !isIt) {
      const why = isByHandle ? 'it was deleted, or received again since' : 'it was deleted, or never there'
      const what = isByHandle ? 'receipt handle' : 'id'
      throw new AppError('message_not_found', `no message of '${queue.queueName}' has that ${what}: ${why}`)
    }
    this.#sql.deleteOne.run({ id: row.id })
    this.#sql.count.run({ id: queueId, change: -1 })
    return row.messageId
  }

  /** Deletes some rows of the queues that are gone. True: there are more. */
  conclude(): boolean {
    if (!this.#hasDiscarded) return false
    const untilMs = this.#clock.elapsedMs() + MAX_CLEANING_MS
    for (let rows = 0; rows < MAX_CLEANED_ROWS && this.#clock.elapsedMs() < untilMs; rows += CLEANED_AT_A_TIME) {
      const gone = this.#sql.discarded.get()
      this.#hasDiscarded = gone !== undefined
      if (gone === undefined) return false
      const { changes } = this.#sql.dropMessages.run({ queueId: gone.id, limit: CLEANED_AT_A_TIME })
      if (changes < CLEANED_AT_A_TIME) this.#sql.dropQueue.run(gone)
    }
    return true
  }

  reload(): void {
    this.#hasDiscarded = this.#sql.discarded.get() !== undefined
  }

  #add(queue: QueueKey, visibilityMs: number, nowMs: number): number {
    return Number(this.#sql.addQueue.run({ ...queue, visibilityMs, nowMs }).lastInsertRowid)
  }

  #discard(id: number): void {
    this.#sql.discard.run({ id, nowMs: this.#clock.nowMs() })
    this.#hasDiscarded = true
  }

  #existing(queue: QueueKey): QueueRow {
    const row = this.#sql.queue.get(queue)
    if (row === undefined) throw queueNotFound(queue.queueName)
    return row
  }
}
