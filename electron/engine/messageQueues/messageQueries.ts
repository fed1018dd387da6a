/** The queries of `messagePorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { type Clock, systemClock } from '../../base/clock.ts'
import { type MessageRow, prepareMessageReads } from '../../storage/messages.sql.ts'
import { messageKeyOf } from './messageIds.ts'
import type { MessageQueries } from './messagePorts.ts'
import { messageView, queueNotFound, queueView } from './messageViews.ts'

/** For how long a peek looks for messages before it gives back what it found so far, with a cursor. */
const MAX_PEEK_MS = 15
/** Of bodies in one page, so that a page of big messages stays small. */
const MAX_PAGE_CHARACTERS = 1_048_576

type PeekQuery = Parameters<MessageQueries['peekMessages']>[0]

export function messageQueries(db: Database, clock: Clock = systemClock): MessageQueries {
  const reads = prepareMessageReads(db)
  const listQueues = db.transaction((accountId: number) => {
    const nowMs = clock.nowMs()
    return { queues: reads.queues.all({ accountId }).map((row) => queueView(reads, row, nowMs)) }
  })
  const peekMessages = db.transaction(({ includeHidden, text, limit, cursor, ...queue }: PeekQuery) => {
    const beyond = beyondOf(cursor, includeHidden)
    const queueId = reads.queue.get(queue)?.id
    if (queueId === undefined) throw queueNotFound(queue.queueName)
    const named = namedMessage(queueId, text)
    if (named !== undefined && (includeHidden || named.visibleAtMs <= clock.nowMs())) {
      return { messages: [messageView(named)], nextCursor: null }
    }
    const rows = includeHidden
      ? reads.all.iterate({ queueId, id: beyond.id })
      : reads.visible.iterate({ queueId, ...beyond, nowMs: clock.nowMs() })
    const { found, last } = find(rows, { text, limit, clock })
    return { messages: found.map(messageView), nextCursor: last === null ? null : cursorOf(last, includeHidden) }
  })
  /** The message whose id the text is. */
  const namedMessage = (queueId: number, text: string | null) => {
    const id = messageKeyOf(text ?? '')
    const row = id === null ? undefined : reads.byId.get({ id, queueId })
    return row?.messageId === text ? row : undefined
  }
  return {
    listQueues: async (accountId) => listQueues(accountId),
    peekMessages: async (query) => peekMessages(query),
  }
}

/** `last`: where it stopped before the end; null: it came to the end. */
function find(
  rows: IterableIterator<MessageRow>,
  { text, limit, clock }: { text: string | null; limit: number; clock: Clock },
): { found: MessageRow[]; last: MessageRow | null } {
  const untilMs = clock.elapsedMs() + MAX_PEEK_MS
  const wanted = text?.toLowerCase() ?? null
  const found: MessageRow[] = []
  let characters = 0
  for (const row of rows) {
    if (wanted === null || row.body.toLowerCase().includes(wanted)) {
      found.push(row)
      characters += row.body.length
    }
    if (found.length >= limit || characters >= MAX_PAGE_CHARACTERS || clock.elapsedMs() > untilMs) {
      return { found, last: row }
    }
  }
  return { found, last: null }
}

/** Visible messages are walked as they are received, all of them as they were sent. */
function cursorOf({ id, visibleAtMs }: MessageRow, includesHidden: boolean): string {
  return includesHidden ? `${id}` : `${visibleAtMs}-${id}`
}

function beyondOf(cursor: string | null, includesHidden: boolean): { visibleAtMs: number; id: number } {
  if (cursor === null) return { visibleAtMs: 0, id: 0 }
  const [, visibleAtMs, id] = /^(?:(\d{1,15})-)?(\d{1,16})$/.exec(cursor) ?? []
  if (id === undefined || (visibleAtMs === undefined) !== includesHidden) {
    throw new AppError('invalid_input', `'${cursor}' is no cursor of this list`)
  }
  return { visibleAtMs: Number(visibleAtMs ?? 0), id: Number(id) }
}
