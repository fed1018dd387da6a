import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startLive } from '../../../renderer/stores/live.ts'
import { followMessageQueues, messageQueuesActions, useMessageQueues } from '../../../renderer/stores/messageQueues.ts'
import {
  followQueue,
  type Message,
  queuePeekActions,
  useQueuePeek,
} from '../../../renderer/stores/messageQueuesPeek.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  queuePeekActions.forget()
  messageQueuesActions.forget()
})

const idOf = (number: number) => String(number).padStart(32, '0')
const message = (number: number, change: Partial<Message> = {}): Message => ({
  messageId: idOf(number),
  body: `body ${number}`,
  bodyMd5: 'MD5',
  sentAtMs: number,
  visibleAtMs: number,
  firstReceivedAtMs: null,
  receiveCount: 0,
  deliveryId: null,
  ...change,
})
type PeekInput = { text?: string; limit: number; cursor?: string; includeHidden: boolean }

/** A host with one queue of these messages, and that queue open. */
function openQueue(numbers: readonly number[], { text = '', slice = 200 } = {}) {
  const all = new Map(numbers.map((number) => [number, message(number)]))
  const link = connectToFake({
    'messages.queues': () => ({
      queues: [
        {
          queueName: 'letters',
          visibleCount: all.size,
          hiddenCount: 0,
          oldestSentAtMs: null,
          visibilitySeconds: 30,
          createdAtMs: 1,
        },
      ],
    }),
    'messages.peek': (input: PeekInput) => {
      const after = input.cursor === undefined ? 0 : Number(input.cursor)
      const rest = [...all.keys()].filter((number) => number > after).sort((one, other) => one - other)
      const looked = rest.slice(0, Math.min(slice, input.limit)) // as far as it came
      const found = looked
        .flatMap((number) => all.get(number) ?? [])
        .filter(({ body }) => body.includes(input.text ?? ''))
      return { messages: found, nextCursor: rest.length > looked.length ? String(looked.at(-1)) : null }
    },
    'messages.send': ({ body }: { body: string }) => {
      const number = Math.max(0, ...all.keys()) + 1
      all.set(number, message(number, { body }))
      return { messageId: idOf(number), bodyMd5: 'MD5' }
    },
    'messages.receive': () => {
      const first = [...all.entries()].find(([, { receiveCount }]) => receiveCount === 0)
      if (first === undefined) return { messages: [] }
      const [number, taken] = first
      const received = { ...taken, receiveCount: 1, firstReceivedAtMs: 9, visibleAtMs: 99 }
      all.set(number, received)
      return { messages: [{ ...received, receiptHandle: `handle-${number}` }] }
    },
    'messages.delete': ({ messageId }: { messageId: string }) => {
      if (!all.delete(Number(messageId))) throw new AppError('message_not_found', 'gone')
      return {}
    },
    'messages.purge': () => {
      const deletedCount = all.size
      all.clear()
      return { deletedCount }
    },
  } as never)
  onTestFinished(startLive())
  onTestFinished(followMessageQueues())
  onTestFinished(followQueue('letters', text))
  const state = () => useQueuePeek.getState()
  return {
    link,
    all,
    state,
    isRead: () => until(() => state().load === 'done', { what: 'the messages' }),
    order: () => state().order.map(Number),
    gone: () => [...state().goneIds].map(Number),
  }
}
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

describe('the messages of an open queue', () => {
  it('get new ones at the end, and keep one that was deleted elsewhere where it was', async () => {
    const { all, isRead, order, gone } = openQueue([1, 2, 3])
    await isRead()
    all.delete(2)
    all.set(4, message(4))
    await queuePeekActions.load()
    expect([order(), gone()]).toEqual([[1, 2, 3, 4], [2]])
    followQueue('letters', '')() // the screen is left and comes back
    expect([order(), gone()]).toEqual([[1, 3, 4], []])
  })

  it('come in pages, and what is loaded stays loaded', async () => {
    const { state, isRead, order } = openQueue(upTo(120))
    await isRead()
    expect(order()).toEqual(upTo(50))
    await queuePeekActions.showMore()
    await queuePeekActions.showMore()
    expect([order(), state().nextCursor]).toEqual([upTo(120), null])
    await queuePeekActions.load()
    expect([order(), state().nextCursor]).toEqual([upTo(120), null])
  })

  it('are looked for through short pages', async () => {
    const { all, link, isRead, order } = openQueue(upTo(50), { text: 'needle', slice: 10 })
    all.set(44, message(44, { body: 'a needle' }))
    await isRead()
    expect(order()).toEqual([44])
    expect(link.calls.filter(({ name }) => name === 'messages.peek').length).toBeGreaterThanOrEqual(5)
  })

  it('show the one that was received here, hidden, with its handle', async () => {
    const { isRead, state, order } = openQueue([1, 2])
    await isRead()
    expect(await queuePeekActions.receive(60)).toMatchObject({ messageId: idOf(1), receiveCount: 1 })
    expect(state().openId).toBe(idOf(1))
    expect(state().receipts.get(idOf(1))).toBe('handle-1')
    expect(state().rows.get(idOf(1))).toMatchObject({ visibleAtMs: 99 })
    expect(order()).toEqual([1, 2])
    await queuePeekActions.receive(60)
    expect(await queuePeekActions.receive(60)).toBeNull()
  })

  it('go at once when they are deleted or purged here, and their counts with them', async () => {
    const { isRead, state, order } = openQueue([1, 2, 3])
    await isRead()
    queuePeekActions.open(idOf(2))
    await queuePeekActions.remove(idOf(2))
    expect([order(), state().openId]).toEqual([[1, 3], null])
    await expect(queuePeekActions.remove(idOf(2))).rejects.toMatchObject({ code: 'message_not_found' })
    await queuePeekActions.send('one more', 0)
    expect(order()).toEqual([1, 3, 4])
    expect(await queuePeekActions.purge()).toBe(3)
    expect(order()).toEqual([])
    expect(useMessageQueues.getState().queues).toMatchObject([{ visibleCount: 0 }])
  })
})
