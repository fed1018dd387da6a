/** Queues and messages as the faces see them. */
import { createHash } from 'node:crypto'
import type { Message, MessageQueue } from '../../../shared/contract/messages.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { MessageRow, prepareMessageReads, QueueRow } from '../../storage/messages.sql.ts'

type Reads = Pick<ReturnType<typeof prepareMessageReads>, 'hiddenCount' | 'oldest'>

/** The queue counts its rows itself; those that are hidden are counted, in their index. */
export function queueView(reads: Reads, row: QueueRow, nowMs: number): MessageQueue {
  const hiddenCount = reads.hiddenCount.get({ queueId: row.id, nowMs })?.count ?? 0
  return {
    queueName: row.name,
    visibleCount: row.messageCount - hiddenCount,
    hiddenCount,
    oldestSentAtMs: reads.oldest.get({ queueId: row.id })?.sentAtMs ?? null,
    visibilitySeconds: Math.round(row.visibilityMs / SECOND_MS),
    createdAtMs: row.createdAtMs,
  }
}

export function messageView({ id: _key, receivedAtMs, ...row }: MessageRow): Message {
  return { ...row, bodyMd5: bodyMd5(row.body), firstReceivedAtMs: receivedAtMs }
}

export const bodyMd5 = (body: string) => createHash('md5').update(body).digest('hex').toUpperCase()

export const queueNotFound = (queueName: string) =>
  new AppError('queue_not_found', `no message queue is named '${queueName}'; "taskyard messages" lists them`)
