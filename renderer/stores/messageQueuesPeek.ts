/**
 * The messages of the queue that is open, in the order in which they were sent, hidden ones included. A row stays
 * where it is: one that is deleted is dimmed, and goes when the list is asked for anew; new ones come at the end.
 */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { messagesContract } from '../../shared/contract/messages.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { messageQueuesActions } from './messageQueues.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

type Page = OutputOf<(typeof messagesContract)['messages.peek']>
export type Message = Page['messages'][number]
type Peek = {
  queueName: string | null
  text: string // in the body; '' for all
  rows: ReadonlyMap<string, Message>
  order: readonly string[]
  goneIds: ReadonlySet<string>
  openId: string | null
  /** Of what was received here; each deletes its message until that is received again. */
  receipts: ReadonlyMap<string, string>
  load: 'first' | 'more' | 'done'
  nextCursor: string | null
  error: AppError | null // of the latest read; what was read before stays
}

const NOTHING: Peek = {
  queueName: null,
  text: '',
  rows: new Map(),
  order: [],
  goneIds: new Set(),
  openId: null,
  receipts: new Map(),
  load: 'first',
  nextCursor: null,
  error: null,
}
export const useQueuePeek = create<Peek>(() => NOTHING)

const PAGE_ROWS = 50
const MAX_PAGE_ROWS = 200
/** Beyond, what is loaded is not read again at each change. */
const MAX_FOLLOWED_ROWS = 1_000

let turn = 0

/** While the queue is open, until the returned function is called. */
export function followQueue(queueName: string, text: string): () => void {
  const before = useQueuePeek.getState()
  const isSameQueue = before.queueName === queueName
  if (!isSameQueue || before.text !== text) {
    turn++
    const { openId, receipts } = isSameQueue ? before : NOTHING
    useQueuePeek.setState({ ...NOTHING, queueName, text, openId, receipts })
  } else anew()
  return whileVisible(() => follow('tasks', paced(pull)))
}

/** Those that change something throw what the host says. */
export const queuePeekActions = {
  load: pull,
  open: (openId: string | null): void => useQueuePeek.setState({ openId }),
  async showMore(): Promise<void> {
    const { queueName, text, nextCursor, load } = useQueuePeek.getState()
    if (queueName === null || nextCursor === null || load !== 'done') return
    const mine = turn
    useQueuePeek.setState({ load: 'more' })
    await keepingError(mine, async () => {
      const page = await readPage({ queueName, text, limit: PAGE_ROWS, cursor: nextCursor, mine })
      if (mine === turn)
        useQueuePeek.setState((now) => ({ ...appended(now, page.messages), nextCursor: page.nextCursor }))
    })
    if (mine === turn) useQueuePeek.setState({ load: 'done' })
  },
  async send(body: string, delaySeconds: number): Promise<void> {
    await client['messages.send']({ queueName: openQueue(), body, delaySeconds })
    await readAgain()
  },
  /** The message, or null when none is visible. It is opened. */
  async receive(visibilitySeconds: number): Promise<Message | null> {
    const { messages } = await client['messages.receive']({ queueName: openQueue(), visibilitySeconds })
    const [received] = messages
    if (received === undefined) return null
    const { receiptHandle, ...message } = received
    useQueuePeek.setState(({ receipts, rows, order }) => ({
      receipts: new Map(receipts).set(message.messageId, receiptHandle),
      rows: new Map(rows).set(message.messageId, message),
      order: order.includes(message.messageId) ? order : [message.messageId, ...order],
      openId: message.messageId,
    }))
    await readAgain()
    return message
  },
  async remove(messageId: string): Promise<void> {
    await client['messages.delete']({ queueName: openQueue(), messageId })
    useQueuePeek.setState(({ openId, order }) => ({
      openId: openId === messageId ? null : openId,
      order: order.filter((id) => id !== messageId),
    }))
    await readAgain()
  },
  async purge(): Promise<number> {
    const { deletedCount } = await client['messages.purge']({ queueName: openQueue() })
    turn++
    useQueuePeek.setState(({ queueName, text }) => ({ ...NOTHING, queueName, text }))
    await readAgain()
    return deletedCount
  },
  forget: (): void => {
    turn++
    useQueuePeek.setState(NOTHING)
  },
}

function openQueue(): string {
  const { queueName } = useQueuePeek.getState()
  if (queueName === null) throw new AppError('queue_not_found', 'no queue is open')
  return queueName
}

const readAgain = () => Promise.all([pull(), messageQueuesActions.load()])

/** What is gone goes from the list, too. */
function anew(): void {
  useQueuePeek.setState(({ order, goneIds }) => ({ order: order.filter((id) => !goneIds.has(id)), goneIds: new Set() }))
}

/** What is listed is read again from the beginning. */
async function pull(): Promise<void> {
  const { queueName, text, order, nextCursor } = useQueuePeek.getState()
  if (queueName === null) return
  const mine = turn
  await keepingError(mine, async () => {
    const limit = Math.min(Math.max(order.length, PAGE_ROWS), MAX_FOLLOWED_ROWS)
    const page = await readPage({ queueName, text, limit, cursor: null, mine })
    if (mine !== turn) return
    useQueuePeek.setState((now) => ({ ...patched(now, page), load: now.load === 'more' ? 'more' : 'done' }))
    if (order.length <= page.messages.length || nextCursor === null)
      useQueuePeek.setState({ nextCursor: page.nextCursor })
  })
}

function patched(now: Peek, { messages, nextCursor }: Page): Partial<Peek> {
  const named = new Set(messages.map(({ messageId }) => messageId))
  const lastId = messages.at(-1)?.messageId
  const { rows, order } = appended(now, messages)
  /** Ids begin with the time of sending, so that their order is that of the texts. */
  const isCovered = (id: string) => nextCursor === null || (lastId !== undefined && id <= lastId)
  const gone = order.filter((id) => isCovered(id) && !named.has(id))
  return { rows, order, goneIds: new Set(gone) }
}

/** New ones come where they belong: nearly always at the end. */
function appended({ rows, order }: Peek, messages: readonly Message[]): Pick<Peek, 'rows' | 'order'> {
  const known = new Set(order)
  const news = messages.map(({ messageId }) => messageId).filter((id) => !known.has(id))
  return {
    rows: new Map([...rows, ...messages.map((message) => [message.messageId, message] as const)]),
    order: news.length === 0 ? order : [...order, ...news].toSorted(),
  }
}

type Reading = { queueName: string; text: string; limit: number; cursor: string | null; mine: number }

/** A whole page: a text that few bodies have is looked for in pieces. */
async function readPage({ queueName, text, limit, cursor, mine }: Reading): Promise<Page> {
  const messages: Message[] = []
  let nextCursor = cursor
  do {
    const page: Page = await client['messages.peek']({
      queueName,
      includeHidden: true,
      limit: Math.min(limit - messages.length, MAX_PAGE_ROWS),
      ...(text !== '' && { text }),
      ...(nextCursor !== null && { cursor: nextCursor }),
    })
    messages.push(...page.messages)
    nextCursor = page.nextCursor
  } while (nextCursor !== null && messages.length < limit && mine === turn)
  return { messages, nextCursor }
}

async function keepingError(mine: number, read: () => Promise<void>): Promise<void> {
  try {
    await read()
    if (mine === turn) useQueuePeek.setState({ error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (mine === turn) useQueuePeek.setState({ error })
  }
}
