/** All SQL about local message queues. */
import type { Database } from 'better-sqlite3'

export type QueueRow = {
  id: number
  name: string
  visibilityMs: number
  createdAtMs: number
  messageCount: number
}
export type MessageRow = {
  id: number
  messageId: string
  body: string
  sentAtMs: number
  visibleAtMs: number
  receivedAtMs: number | null
  receiveCount: number
  deliveryId: number | null
}
export type QueueKey = { accountId: number; queueName: string }
/** Beyond a message, in the order in which messages become visible. */
export type BeyondVisible = { queueId: number; visibleAtMs: number; id: number; nowMs: number }

const QUEUE = `id, name, visibility_ms AS visibilityMs, created_at_ms AS createdAtMs, message_count AS messageCount`
const MESSAGE = `id, message_id AS messageId, body, sent_at_ms AS sentAtMs, visible_at_ms AS visibleAtMs,
  received_at_ms AS receivedAtMs, receive_count AS receiveCount, delivery_id AS deliveryId`

const visibleSql = `
  SELECT ${MESSAGE} FROM message
   WHERE queue_id = :queueId AND (visible_at_ms, id) > (:visibleAtMs, :id) AND visible_at_ms <= :nowMs
   ORDER BY visible_at_ms, id`

export const prepareMessageSql = (db: Database) => ({
  lastId: db.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM message'),
  addQueue: db.prepare<QueueKey & { visibilityMs: number; nowMs: number }>(`
    INSERT INTO message_queue (account_id, name, visibility_ms, created_at_ms, message_count)
    VALUES (:accountId, :queueName, :visibilityMs, :nowMs, 0)`),
  setVisibility: db.prepare<{ id: number; visibilityMs: number }>(
    'UPDATE message_queue SET visibility_ms = :visibilityMs WHERE id = :id',
  ),
  count: db.prepare<{ id: number; change: number }>(
    'UPDATE message_queue SET message_count = message_count + :change WHERE id = :id',
  ),
  discard: db.prepare<{ id: number; nowMs: number }>(
    'UPDATE message_queue SET discarded_at_ms = :nowMs WHERE id = :id',
  ),
  /** The same queue, empty, under another id. */
  renew: db.prepare<{ id: number }>(`
    INSERT INTO message_queue (account_id, name, visibility_ms, created_at_ms, message_count)
    SELECT account_id, name, visibility_ms, created_at_ms, 0 FROM message_queue WHERE id = :id`),
  discarded: db.prepare<[], { id: number }>(
    'SELECT id FROM message_queue WHERE discarded_at_ms IS NOT NULL ORDER BY id LIMIT 1',
  ),
  dropQueue: db.prepare<{ id: number }>('DELETE FROM message_queue WHERE id = :id'),
  dropMessages: db.prepare<{ queueId: number; limit: number }>(
    'DELETE FROM message WHERE id IN (SELECT id FROM message WHERE queue_id = :queueId ORDER BY id LIMIT :limit)',
  ),
  insert: db.prepare<
    Pick<MessageRow, 'id' | 'messageId' | 'body' | 'sentAtMs' | 'visibleAtMs' | 'deliveryId'> & { queueId: number }
  >(`
    INSERT INTO message (id, queue_id, message_id, body, sent_at_ms, visible_at_ms, delivery_id)
    VALUES (:id, :queueId, :messageId, :body, :sentAtMs, :visibleAtMs, :deliveryId)`),
  receive: db.prepare<{ id: number; nowMs: number; visibleAtMs: number; receiptHandle: string }>(`
    UPDATE message
       SET visible_at_ms = :visibleAtMs, received_at_ms = coalesce(received_at_ms, :nowMs),
           receive_count = receive_count + 1, receipt_handle = :receiptHandle
     WHERE id = :id`),
  one: db.prepare<{ id: number; queueId: number }, { id: number; messageId: string; receiptHandle: string | null }>(`
    SELECT id, message_id AS messageId, receipt_handle AS receiptHandle FROM message
     WHERE id = :id AND queue_id = :queueId`),
  deleteOne: db.prepare<{ id: number }>('DELETE FROM message WHERE id = :id'),
  ...prepareMessageReads(db),
})

export const prepareMessageReads = (db: Database) => ({
  queue: db.prepare<QueueKey, QueueRow>(`
    SELECT ${QUEUE} FROM message_queue
     WHERE account_id = :accountId AND name = :queueName AND discarded_at_ms IS NULL`),
  queues: db.prepare<{ accountId: number }, QueueRow>(`
    SELECT ${QUEUE} FROM message_queue WHERE account_id = :accountId AND discarded_at_ms IS NULL ORDER BY name`),
  hiddenCount: db.prepare<{ queueId: number; nowMs: number }, { count: number }>(
    'SELECT count(*) AS count FROM message WHERE queue_id = :queueId AND visible_at_ms > :nowMs',
  ),
  /** The id carries the instant. */
  oldest: db.prepare<{ queueId: number }, { sentAtMs: number }>(
    'SELECT sent_at_ms AS sentAtMs FROM message WHERE queue_id = :queueId ORDER BY id LIMIT 1',
  ),
  /** Visible ones, those first that have been visible the longest: as they are received. */
  visible: db.prepare<BeyondVisible, MessageRow>(visibleSql),
  visiblePage: db.prepare<BeyondVisible & { limit: number }, MessageRow>(`${visibleSql} LIMIT :limit`),
  byId: db.prepare<{ id: number; queueId: number }, MessageRow>(
    `SELECT ${MESSAGE} FROM message WHERE id = :id AND queue_id = :queueId`,
  ),
  /** All of them, hidden or not, in the order in which they were sent. */
  all: db.prepare<{ queueId: number; id: number }, MessageRow>(
    `SELECT ${MESSAGE} FROM message WHERE queue_id = :queueId AND id > :id ORDER BY id`,
  ),
})
