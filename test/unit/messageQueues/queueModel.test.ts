/** A model of message queues in a few lines, and the real store, through the same random moves. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { messageQueries } from '../../../electron/engine/messageQueues/messageQueries.ts'
import { ACCOUNT_ID, openTestStore } from '../../support/openTestStore.ts'

const ACCOUNTS = [ACCOUNT_ID, 2]
const NAMES = ['letters', 'bills']
const DEFAULT_VISIBILITY_MS = 30_000

type Place = { accountId: number; queueName: string }
const place = fc.record({ accountId: fc.constantFrom(...ACCOUNTS), queueName: fc.constantFrom(...NAMES) })
const seconds = fc.integer({ min: 1, max: 60 })
const move = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('send' as const), at: place, delaySeconds: fc.nat(5) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('receive' as const),
      at: place,
      limit: fc.integer({ min: 1, max: 4 }),
      visibilitySeconds: fc.option(seconds),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deleteByHandle' as const), at: place, pick: fc.nat(50) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteById' as const), at: place, pick: fc.nat(50) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 40_000 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('purge' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteQueue' as const), at: place }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('createQueue' as const), at: place, visibilitySeconds: seconds }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('failedTurn' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
)

type ModelMessage = { order: number; messageId: string; body: string; visibleAtMs: number; receiveCount: number }
class ModelQueue {
  visibilityMs = DEFAULT_VISIBILITY_MS
  messages: ModelMessage[] = []
  visible(nowMs: number): ModelMessage[] {
    const seen = this.messages.filter(({ visibleAtMs }) => visibleAtMs <= nowMs)
    return seen.sort((one, other) => one.visibleAtMs - other.visibleAtMs || one.order - other.order)
  }
}

describe('message queues', () => {
  it('do what a model of them does, through failed turns and restarts', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40 }), async (moves) => {
        let test = openTestStore()
        await test.create('work') // what failTurn submits to
        const { db, clock } = test
        const model = new Map<string, ModelQueue>()
        const key = ({ accountId, queueName }: Place) => `${accountId}/${queueName}`
        const handles: { receiptHandle: string; messageId: string; place: string; isLast: boolean }[] = []
        const ids: string[] = []
        let order = 0
        const codeOf = (promise: Promise<unknown>) =>
          test.settled(promise).then(
            () => 'done',
            (error: { code?: string }) => error.code,
          )
        const remove = (queue: ModelQueue, messageId: string) => {
          queue.messages = queue.messages.filter((message) => message.messageId !== messageId)
        }

        for (const each of moves) {
          if (each.kind === 'wait') {
            test.advanceMs(each.ms)
          } else if (each.kind === 'restart') {
            test.store.close()
            test = openTestStore({ db, clock })
            test.turn()
          } else if (each.kind === 'failedTurn') {
            const body = 'x'.repeat(60_000)
            const sent = () => void codeOf(test.store.commands.sendMessage({ ...each.at, body, delaySeconds: 0 }))
            await test.failTurn(() => {
              void test.store.commands.purgeQueue(each.at).catch(() => {})
              sent()
            })
          } else {
            const queue = model.get(key(each.at))
            if (each.kind === 'send') {
              const body = `message ${order}`
              const request = { ...each.at, body, delaySeconds: each.delaySeconds }
              const { messageId } = await test.settled(test.store.commands.sendMessage(request))
              const target = queue ?? new ModelQueue()
              model.set(key(each.at), target)
              const visibleAtMs = clock.nowMs() + each.delaySeconds * 1_000
              target.messages.push({ order: order++, messageId, body, visibleAtMs, receiveCount: 0 })
              ids.push(messageId)
            } else if (each.kind === 'receive') {
              const { at, limit, visibilitySeconds } = each
              const promise = test.store.commands.receiveMessages({ ...at, limit, visibilitySeconds })
              if (queue === undefined) {
                expect(await codeOf(promise)).toBe('queue_not_found')
                continue
              }
              const { messages } = await test.settled(promise)
              const wanted = queue.visible(clock.nowMs()).slice(0, limit)
              const hideMs = visibilitySeconds === null ? queue.visibilityMs : visibilitySeconds * 1_000
              for (const message of wanted) {
                message.visibleAtMs = clock.nowMs() + hideMs
                message.receiveCount++
              }
              expect(messages.map(({ body, receiveCount }) => ({ body, receiveCount }))).toEqual(
                wanted.map(({ body, receiveCount }) => ({ body, receiveCount })),
              )
              for (const { receiptHandle, messageId } of messages) {
                for (const handle of handles) if (handle.messageId === messageId) handle.isLast = false
                handles.push({ receiptHandle, messageId, place: key(at), isLast: true })
              }
            } else if (each.kind === 'deleteByHandle') {
              const handle = handles[each.pick % Math.max(handles.length, 1)]
              if (handle === undefined) continue
              const { receiptHandle, messageId, isLast } = handle
              const isThere = queue?.messages.some((message) => message.messageId === messageId) ?? false
              const code = queue === undefined ? 'queue_not_found' : isThere && isLast ? 'done' : 'message_not_found'
              expect(await codeOf(test.store.commands.deleteMessage({ ...each.at, receiptHandle }))).toBe(code)
              if (queue && code === 'done') remove(queue, messageId)
            } else if (each.kind === 'deleteById') {
              const messageId = ids[each.pick % Math.max(ids.length, 1)]
              if (messageId === undefined) continue
              const isThere = queue?.messages.some((message) => message.messageId === messageId) ?? false
              const code = queue === undefined ? 'queue_not_found' : isThere ? 'done' : 'message_not_found'
              expect(await codeOf(test.store.commands.deleteMessage({ ...each.at, messageId }))).toBe(code)
              if (queue) remove(queue, messageId)
            } else if (each.kind === 'purge' || each.kind === 'deleteQueue') {
              const promise =
                each.kind === 'purge'
                  ? test.store.commands.purgeQueue(each.at)
                  : test.store.commands.deleteQueue(each.at)
              if (queue === undefined) {
                expect(await codeOf(promise)).toBe('queue_not_found')
                continue
              }
              expect(await test.settled(promise)).toEqual({ deletedCount: queue.messages.length })
              if (each.kind === 'purge') queue.messages = []
              else model.delete(key(each.at))
            } else {
              const { at, visibilitySeconds } = each
              await test.settled(test.store.commands.createQueue({ ...at, visibilitySeconds }))
              const target = queue ?? new ModelQueue()
              model.set(key(at), target)
              target.visibilityMs = visibilitySeconds * 1_000
            }
          }
        }

        const reads = messageQueries(db, clock)
        for (const accountId of ACCOUNTS) {
          const { queues } = await reads.listQueues(accountId)
          const wanted = NAMES.filter((queueName) => model.has(key({ accountId, queueName }))).sort()
          expect(queues.map(({ queueName }) => queueName)).toEqual(wanted)
          for (const { queueName, visibleCount, hiddenCount, visibilitySeconds } of queues) {
            const queue = model.get(key({ accountId, queueName }))!
            const visible = queue.visible(clock.nowMs())
            expect([visibleCount, hiddenCount]).toEqual([visible.length, queue.messages.length - visible.length])
            expect(visibilitySeconds * 1_000).toBe(queue.visibilityMs)
            const all = { accountId, queueName, text: null, limit: 200, cursor: null }
            const next = await reads.peekMessages({ ...all, includeHidden: false })
            expect(next.messages.map(({ body }) => body)).toEqual(visible.map(({ body }) => body))
            const sent = await reads.peekMessages({ ...all, includeHidden: true })
            expect(sent.messages.map(({ body }) => body)).toEqual(
              [...queue.messages].sort((one, other) => one.order - other.order).map(({ body }) => body),
            )
          }
        }
        const kept = [...model.values()].reduce((sum, { messages }) => sum + messages.length, 0)
        expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(kept) // the turns have cleaned up
        db.close()
      }),
      { numRuns: 60 },
    )
  })
})
