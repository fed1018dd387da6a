import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { messageQueries } from '../../../electron/engine/messageQueues/messageQueries.ts'
import { operationQueries } from '../../../electron/engine/operations/operationQueries.ts'
import { ACCOUNT_ID, openTestStore } from '../../support/openTestStore.ts'

const AT = { accountId: ACCOUNT_ID, queueName: 'letters' }

function open() {
  const test = openTestStore()
  const { commands } = test.store
  const reads = messageQueries(test.db, test.clock)
  const send = (body: string, delaySeconds = 0) => test.settled(commands.sendMessage({ ...AT, body, delaySeconds }))
  const receive = async (limit = 16, visibilitySeconds: number | null = null) =>
    (await test.settled(commands.receiveMessages({ ...AT, limit, visibilitySeconds }))).messages
  const peek = (query: Partial<Parameters<typeof reads.peekMessages>[0]> = {}) =>
    reads.peekMessages({ ...AT, includeHidden: false, text: null, limit: 50, cursor: null, ...query })
  const queues = async (accountId = ACCOUNT_ID) => (await reads.listQueues(accountId)).queues
  const rows = () => test.db.prepare('SELECT count(*) FROM message').pluck().get()
  return { ...test, commands, reads, send, receive, peek, queues, rows }
}
const bodies = (messages: readonly { body: string }[]) => messages.map(({ body }) => body)

describe('a message', () => {
  it('has an id and an MD5 of its body as MNS has them', async () => {
    const { send } = open()
    const body = '{"名字":"值"}'
    const { messageId, bodyMd5 } = await send(body)
    expect(messageId).toMatch(/^[0-9A-F]{32}$/)
    expect(bodyMd5).toBe(createHash('md5').update(body).digest('hex').toUpperCase())
  })

  it('makes its queue, which hides what is received for 30 seconds', async () => {
    const { clock, send, queues } = open()
    await send('one')
    expect(await queues()).toEqual([
      {
        queueName: 'letters',
        visibleCount: 1,
        hiddenCount: 0,
        oldestSentAtMs: clock.nowMs(),
        visibilitySeconds: 30,
        createdAtMs: clock.nowMs(),
      },
    ])
  })

  it('has at most 64 KB as bytes, and one that has more changes nothing', async () => {
    const { send, queues } = open()
    await expect(send('é'.repeat(32_769))).rejects.toMatchObject({ code: 'payload_too_large' })
    expect(await queues()).toEqual([])
    await send('é'.repeat(32_768))
    expect(await queues()).toMatchObject([{ visibleCount: 1 }])
  })

  it('that is received is hidden, comes back behind the others, and counts its receives', async () => {
    const { clock, advanceMs, send, receive, peek, queues } = open()
    await send('first')
    advanceMs(1)
    await send('second')
    const sentAtMs = clock.nowMs() - 1
    const [first] = await receive(1, 5)
    expect(first).toMatchObject({ body: 'first', receiveCount: 1, sentAtMs, firstReceivedAtMs: clock.nowMs() })
    expect(first?.visibleAtMs).toBe(clock.nowMs() + 5_000)
    expect(await queues()).toMatchObject([{ visibleCount: 1, hiddenCount: 1, oldestSentAtMs: sentAtMs }])
    advanceMs(4_999)
    expect(bodies((await peek()).messages)).toEqual(['second'])
    advanceMs(1)
    expect(await receive()).toMatchObject([
      { body: 'second', receiveCount: 1 },
      { body: 'first', receiveCount: 2, firstReceivedAtMs: first?.firstReceivedAtMs },
    ])
  })

  it('that is sent with a delay is hidden until then', async () => {
    const { advanceMs, send, receive, queues } = open()
    await send('later', 10)
    expect(await receive()).toEqual([])
    expect(await queues()).toMatchObject([{ visibleCount: 0, hiddenCount: 1 }])
    advanceMs(10_000)
    expect(bodies(await receive())).toEqual(['later'])
  })

  it('is deleted by the handle of its last receive alone, visible again or not', async () => {
    const { advanceMs, commands, settled, send, receive, rows } = open()
    await send('one')
    const [early] = await receive(1, 1)
    advanceMs(1_000)
    const [late] = await receive(1, 1)
    const remove = (receiptHandle = '') => settled(commands.deleteMessage({ ...AT, receiptHandle }))
    await expect(remove(early?.receiptHandle)).rejects.toMatchObject({ code: 'message_not_found' })
    await expect(remove('nonsense')).rejects.toMatchObject({ code: 'message_not_found' })
    advanceMs(1_000)
    await remove(late?.receiptHandle)
    expect(rows()).toBe(0)
    await expect(remove(late?.receiptHandle)).rejects.toMatchObject({ code: 'message_not_found' })
  })

  it('of one account is nothing to another one', async () => {
    const { commands, settled, reads, send, receive, queues } = open()
    const { messageId } = await send('ours')
    const [message] = await receive(1, 1)
    const theirs = { ...AT, accountId: 2 }
    await expect(settled(commands.receiveMessages({ ...theirs, limit: 1, visibilitySeconds: 1 }))).rejects.toThrow(
      /no message queue is named 'letters'/,
    )
    await settled(commands.sendMessage({ ...theirs, body: 'theirs', delaySeconds: 0 }))
    for (const by of [{ messageId }, { receiptHandle: message?.receiptHandle ?? '' }]) {
      await expect(settled(commands.deleteMessage({ ...theirs, ...by }))).rejects.toMatchObject({
        code: 'message_not_found',
      })
    }
    const peeked = { includeHidden: true, text: null, limit: 9, cursor: null }
    expect(bodies((await reads.peekMessages({ ...theirs, ...peeked })).messages)).toEqual(['theirs'])
    expect(bodies((await reads.peekMessages({ ...AT, ...peeked })).messages)).toEqual(['ours'])
    expect([await queues(1), await queues(2)]).toMatchObject([[{ hiddenCount: 1 }], [{ visibleCount: 1 }]])
  })
})

describe('a look at messages', () => {
  it('goes through all of them page by page, those that are hidden, too, when it is asked', async () => {
    const { send, receive, peek } = open()
    for (let number = 1; number <= 7; number++) await send(`body ${number}`)
    await receive(2)
    const pages = async (includeHidden: boolean) => {
      const seen: string[][] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof peek>> = await peek({ includeHidden, limit: 3, cursor })
        seen.push(bodies(page.messages))
        cursor = page.nextCursor
      } while (cursor !== null)
      return seen.flat().map((body) => Number(body.at(-1)))
    }
    expect(await pages(false)).toEqual([3, 4, 5, 6, 7])
    expect(await pages(true)).toEqual([1, 2, 3, 4, 5, 6, 7])
  })

  it('finds a text in their bodies, whatever its case and whatever characters it has', async () => {
    const { send, peek } = open()
    for (const body of ['Order 100%', 'order_200', 'nothing', '订单 3']) await send(body)
    const found = async (text: string) => bodies((await peek({ text })).messages)
    expect(await found('order')).toEqual(['Order 100%', 'order_200'])
    expect(await found('%')).toEqual(['Order 100%'])
    expect(await found('_')).toEqual(['order_200'])
    expect(await found('订单')).toEqual(['订单 3'])
  })

  it('finds a message by its id', async () => {
    const { send, receive, peek } = open()
    await send('one')
    const { messageId } = await send('two')
    expect(bodies((await peek({ text: messageId })).messages)).toEqual(['two'])
    await receive()
    expect((await peek({ text: messageId })).messages).toEqual([])
    expect(bodies((await peek({ text: messageId, includeHidden: true })).messages)).toEqual(['two'])
  })

  it('that takes long gives back what it found, and goes on with its cursor', async () => {
    const { db, clock, send } = open()
    for (let number = 0; number < 10; number++) await send(number === 9 ? 'needle' : 'hay')
    const slow = { nowMs: () => clock.nowMs(), elapsedMs: () => (elapsedMs += 6) }
    let elapsedMs = 0
    const reads = messageQueries(db, slow)
    const query = { ...AT, includeHidden: true, text: 'needle', limit: 5 }
    let page = await reads.peekMessages({ ...query, cursor: null })
    let count = 1
    while (page.nextCursor !== null) {
      expect(page.messages).toEqual([])
      page = await reads.peekMessages({ ...query, cursor: page.nextCursor })
      count++
    }
    expect(bodies(page.messages)).toEqual(['needle'])
    expect(count).toBeGreaterThan(2)
  })

  it('keeps a page of big messages small', async () => {
    const { send, peek } = open()
    for (let number = 0; number < 20; number++) await send('x'.repeat(65_536))
    expect((await peek()).messages).toHaveLength(16)
  })

  it('refuses a cursor that is none of its list', async () => {
    const { send, peek } = open()
    await send('one')
    for (const cursor of ['x', '-1', '5'])
      await expect(peek({ cursor })).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(peek({ cursor: '5-6', includeHidden: true })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('a big queue', () => {
  async function openBig() {
    const test = open()
    const big = await test.send('first')
    test.db.exec(`
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 9999)
      INSERT INTO message (id, queue_id, message_id, body, sent_at_ms, visible_at_ms)
      SELECT (SELECT min(id) FROM message) - n, 1, 'filler', 'filler', 1, 1 FROM numbers;
      UPDATE message_queue SET message_count = 10000`)
    return { ...test, big }
  }

  it('is empty as soon as it is purged, while its rows go bit by bit', async () => {
    const { commands, store, turn, send, queues, peek, rows } = await openBig()
    const seen: unknown[] = []
    store.revision.grow = () => void seen.push(rows())
    const purge = commands.purgeQueue(AT)
    const sent = send('after') // runs the turns
    expect(await purge).toEqual({ deletedCount: 10_000 })
    await sent
    expect(seen.length).toBeGreaterThanOrEqual(5)
    expect(seen[0]).toBeGreaterThan(7_000)
    turn()
    expect(rows()).toBe(1)
    expect(await queues()).toMatchObject([{ queueName: 'letters', visibleCount: 1 }])
    expect(bodies((await peek()).messages)).toEqual(['after'])
  })

  it('is made anew under its name while the one that was deleted still goes', async () => {
    const { commands, settled, send, queues, big, rows } = await openBig()
    const deleted = commands.deleteQueue(AT)
    const again = send('after')
    expect(await deleted).toEqual({ deletedCount: 10_000 })
    await again
    expect(await queues()).toMatchObject([{ visibleCount: 1, hiddenCount: 0 }])
    await expect(settled(commands.deleteMessage({ ...AT, messageId: big.messageId }))).rejects.toMatchObject({
      code: 'message_not_found',
    })
    expect(rows()).toBe(1)
  })

  it('that was deleted goes on being cleaned up by the next host', async () => {
    const { db, clock } = await openBig()
    db.exec('UPDATE message_queue SET discarded_at_ms = 1')
    const next = openTestStore({ db, clock })
    next.connect() // any turn
    expect(
      db.prepare('SELECT (SELECT count(*) FROM message) + (SELECT count(*) FROM message_queue)').pluck().get(),
    ).toBe(0)
  })
})

describe('what is done to queues by hand', () => {
  it('is in the operator log', async () => {
    const { db, commands, settled, send, receive } = open()
    await settled(commands.createQueue({ ...AT, visibilitySeconds: 60 }))
    const { messageId } = await send('one', 0)
    await receive()
    await receive() // nothing is there: nothing was done
    await settled(commands.deleteMessage({ ...AT, messageId }))
    await settled(commands.purgeQueue(AT)) // it is empty
    await send('two')
    await settled(commands.purgeQueue(AT))
    await settled(commands.deleteQueue(AT))
    const { operations } = await operationQueries(db).listOperations({ accountId: ACCOUNT_ID })
    expect(operations.reverse().map(({ action, target, count }) => `${action} ${target} ${count}`)).toEqual([
      'queue.create letters 1',
      'message.send letters 1',
      'message.receive letters 1',
      'message.delete letters 1',
      'message.send letters 1',
      'queue.purge letters 1',
      'queue.delete letters 1',
    ])
  })

  it('changes nothing when the turn fails', async () => {
    const { create, commands, failTurn, send, queues, rows } = open()
    await create('work')
    await send('kept')
    const refused: Promise<unknown>[] = []
    await failTurn(() => {
      refused.push(commands.purgeQueue(AT), commands.createQueue({ ...AT, visibilitySeconds: 9 }))
    })
    expect((await Promise.allSettled(refused)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(await queues()).toMatchObject([{ visibleCount: 1, visibilitySeconds: 30 }])
    expect(rows()).toBe(1)
  })
})
