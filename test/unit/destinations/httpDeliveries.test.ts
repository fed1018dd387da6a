/** HTTP deliveries as the store hands them out and hears of their ends, with a clock turned by hand. */
import { describe, expect, it, vi } from 'vitest'
import type { HttpDelivery, HttpEnd } from '../../../electron/engine/destinations/deliveryPorts.ts'
import { deliveryQueries } from '../../../electron/engine/destinations/deliveryQueries.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, openTestStore, succeeded } from '../../support/openTestStore.ts'

const URL_A = 'http://a.example/hook'
const everything = { functions: null, states: null, kinds: null, text: null, task: null, limit: 100, cursor: null }
const refused: HttpEnd = { outcome: 'failed', statusCode: null, detail: 'not reached: ECONNREFUSED', canRetry: true }
const delivered: HttpEnd = { outcome: 'delivered', statusCode: 204 }

async function open() {
  const t = openTestStore()
  const scheduler = t.connect()
  const toUrl = (destination: string) => ({ async: { destinationConfig: { onSuccess: { destination } } } })
  await t.create('f', toUrl(URL_A))
  const list = async () =>
    (await deliveryQueries(t.db).listDeliveries({ accountId: ACCOUNT_ID, ...everything })).deliveries
  /** Ends a task of the function well. */
  async function run(functionName = 'f', taskId?: string) {
    await t.submit(functionName, { payload: '{}', ...(taskId !== undefined && { taskId }) })
    for (const { key } of scheduler.take()) t.report(scheduler, { ended: [{ key, end: succeeded(t.clock) }] })
  }
  /** A courier's question; `answer` is null until the store answers. */
  function take(courierId = 'c-1', limit = 8) {
    const asked: { answer: HttpDelivery[] | null } = { answer: null }
    const promise = t.store.commands.takeHttpDeliveries({ courierId, limit })
    void promise.then((answer) => {
      asked.answer = answer
    })
    t.turn()
    return { promise, asked }
  }
  const end = (deliveryId: number, end: HttpEnd, courierId = 'c-1') =>
    t.settled(t.store.commands.endHttpDelivery({ courierId, deliveryId, end }))
  return { ...t, toUrl, list, run, take, end }
}

describe('A delivery to an address', () => {
  it('is given to the courier that waits for it, with its body, and ends when the courier says so', async () => {
    const t = await open()
    const { promise, asked } = t.take()
    await Promise.resolve()
    expect(asked.answer).toBeNull()
    await t.run('f', 't-1')
    const [given] = await promise
    expect(given).toEqual({
      deliveryId: expect.any(Number),
      url: URL_A,
      host: 'a.example',
      attempt: 1,
      requestId: expect.stringMatching(/^1-/),
      body: expect.stringContaining('"responsePayload":"done"'),
    })
    expect(JSON.parse(given!.body!).requestContext.requestId).toBe(given!.requestId)
    expect(await t.list()).toMatchObject([{ kind: 'http', state: 'Pending', attemptCount: 0, targetName: URL_A }])
    await t.end(given!.deliveryId, delivered)
    expect(await t.list()).toMatchObject([{ state: 'Succeeded', attemptCount: 1, statusCode: 204, detail: null }])
  })

  it('whose address is down for an hour is made after that', async () => {
    const t = await open()
    await t.run()
    const endOfHourMs = t.clock.nowMs() + HOUR_MS
    let attempts = 0
    for (let isUp = false; !isUp; attempts++) {
      const { promise, asked } = t.take()
      await Promise.resolve()
      const [waiting] = await t.list()
      if (asked.answer === null) t.advanceMs(waiting!.dueAtMs! - t.clock.nowMs())
      const [given] = await promise
      isUp = t.clock.nowMs() >= endOfHourMs
      await t.end(given!.deliveryId, isUp ? delivered : refused)
    }
    expect(attempts).toBeGreaterThan(12)
    const [delivery] = await t.list()
    expect(delivery).toMatchObject({ state: 'Succeeded', attemptCount: attempts })
    expect(delivery!.endedAtMs! - endOfHourMs).toBeLessThanOrEqual(5 * MINUTE_MS)
  })

  it('waits as long as the host asks for, up to five minutes', async () => {
    const t = await open()
    const waitAfter = async (retryAfterMs: number) => {
      await t.run()
      const [given] = await t.take().promise
      await t.end(given!.deliveryId, { ...refused, statusCode: 503, retryAfterMs })
      const [latest] = await t.list()
      return (latest!.dueAtMs! - t.clock.nowMs()) / SECOND_MS
    }
    expect([await waitAfter(0), await waitAfter(30 * SECOND_MS), await waitAfter(HOUR_MS)]).toEqual([1, 30, 300])
  })

  it('that cannot succeed fails at once', async () => {
    const t = await open()
    await t.run()
    const [given] = await t.take().promise
    await t.end(given!.deliveryId, { outcome: 'failed', statusCode: 404, detail: 'answered 404', canRetry: false })
    expect(await t.list()).toMatchObject([{ state: 'Failed', statusCode: 404, detail: 'answered 404' }])
  })

  it('is given to another courier when the first one is gone, and late news of that one are ignored', async () => {
    const t = await open()
    await t.run()
    const [given] = await t.take('gone').promise
    const [again] = await t.take('new').promise
    expect(again).toEqual(given)
    await t.end(given!.deliveryId, refused, 'gone')
    expect(await t.list()).toMatchObject([{ state: 'Pending', attemptCount: 0 }])
    await t.end(given!.deliveryId, delivered, 'new')
    await t.end(given!.deliveryId, refused, 'gone')
    expect(await t.list()).toMatchObject([{ state: 'Succeeded', attemptCount: 1 }])
  })

  it('is made again by another store, which also hears of the end of what the first one gave', async () => {
    const t = await open()
    await t.run()
    const [given] = await t.take().promise
    t.store.close()
    const second = openTestStore({ db: t.db, clock: t.clock })
    second.connect()
    const ended = second.store.commands.endHttpDelivery({
      courierId: 'c-1',
      deliveryId: given!.deliveryId,
      end: delivered,
    })
    await second.settled(ended)
    expect(await t.list()).toMatchObject([{ state: 'Succeeded' }])
  })

  it('comes due in a store that was opened while it waited', async () => {
    const t = await open()
    await t.run()
    const [given] = await t.take().promise
    await t.end(given!.deliveryId, refused)
    t.store.close()
    const second = openTestStore({ db: t.db, clock: t.clock })
    const asked = second.store.commands.takeHttpDeliveries({ courierId: 'c-2', limit: 8 })
    second.turn()
    second.advanceMs(SECOND_MS)
    expect(await asked).toMatchObject([{ deliveryId: given!.deliveryId, attempt: 2 }])
  })

  it('is due now in a store that finds it due later than any delay: the clock was set back', async () => {
    const t = await open()
    await t.run()
    t.store.close()
    t.db.exec('UPDATE delivery SET due_at_ms = due_at_ms + 86400000')
    const second = openTestStore({ db: t.db, clock: t.clock })
    const asked = second.store.commands.takeHttpDeliveries({ courierId: 'c-2', limit: 8 })
    second.turn()
    expect(await asked).toHaveLength(1)
  })

  it('keeps its hold when the turn that ended it failed, and the end is told again', async () => {
    const t = await open()
    await t.run()
    const [given] = await t.take().promise
    const deliveryId = given!.deliveryId
    let told: Promise<unknown> = Promise.resolve()
    await t.failTurn(() => {
      told = t.store.commands.endHttpDelivery({ courierId: 'c-1', deliveryId, end: delivered })
      told.catch(() => {})
    })
    await expect(told).rejects.toMatchObject({ code: 'disk_full' })
    const { asked } = t.take()
    await Promise.resolve()
    expect(asked.answer).toBeNull()
    await t.end(deliveryId, delivered)
    expect(await t.list()).toMatchObject([{ state: 'Succeeded', attemptCount: 1 }])
  })
})

describe('Many deliveries to addresses', () => {
  it('are given two to a host, so that no host waits for a slow one', async () => {
    const t = await open()
    for (let count = 0; count < 5; count++) await t.run()
    await t.create('g', t.toUrl('http://b.example/'))
    await t.run('g')
    const first = await t.take().promise
    expect(first.map(({ host }) => host).sort()).toEqual(['a.example', 'a.example', 'b.example'])
    const { promise, asked } = t.take()
    await Promise.resolve()
    expect(asked.answer).toBeNull()
    await t.end(first.find(({ host }) => host === 'a.example')!.deliveryId, delivered)
    expect((await promise).map(({ host }) => host)).toEqual(['a.example'])
  })

  it('begin with the next host each time, so that none is passed over', async () => {
    const t = await open()
    for (const name of ['b', 'c', 'd']) {
      await t.create(name, t.toUrl(`http://${name}.example/`))
      for (let count = 0; count < 3; count++) await t.run(name)
    }
    const hosts: string[] = []
    for (let count = 0; count < 3; count++) {
      const given = await t.take('c-1', 2).promise
      hosts.push(...given.map(({ host }) => host))
      for (const { deliveryId } of given) await t.end(deliveryId, delivered)
    }
    expect([...new Set(hosts)]).toEqual(['b.example', 'c.example', 'd.example'])
  })

  it('are made at once when they are tried again by hand', async () => {
    const t = await open()
    await t.run()
    const [given] = await t.take().promise
    await t.end(given!.deliveryId, { ...refused, retryAfterMs: HOUR_MS })
    const { promise } = t.take()
    const deliveryIds = [given!.deliveryId]
    await t.settled(t.store.commands.retryDeliveries({ accountId: ACCOUNT_ID, deliveryIds }))
    expect(await promise).toMatchObject([{ deliveryId: given!.deliveryId, attempt: 2 }])
  })

  it('that must wait for others under way keep no timer of the store going', async () => {
    const t = await open()
    for (let count = 0; count < 3; count++) await t.run()
    await t.take().promise
    t.take()
    const looks = vi.spyOn(t.clock, 'nowMs')
    t.advanceMs(60 * SECOND_MS)
    expect(looks.mock.calls.length).toBeLessThan(20)
  })
})
