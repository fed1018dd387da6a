/** What follows from the end of a task whose function has destinations, in a real store. */
import { describe, expect, it } from 'vitest'
import { deliveryQueries } from '../../../electron/engine/destinations/deliveryQueries.ts'
import { functionArn, queueArn } from '../../../shared/domain/destinationTarget.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

type Destinations = { onSuccess?: string; onFailure?: string }

async function openShop(destinations: Destinations, others: string[] = ['charge']) {
  const t = openTestStore()
  const scheduler = t.connect()
  const { onSuccess, onFailure } = destinations
  await t.create('intake', {
    async: {
      maxAsyncRetryAttempts: 0,
      destinationConfig: {
        ...(onSuccess !== undefined && { onSuccess: { destination: onSuccess } }),
        ...(onFailure !== undefined && { onFailure: { destination: onFailure } }),
      },
    },
  })
  for (const name of others) await t.create(name)
  const queries = deliveryQueries(t.db)
  const everything = { functions: null, states: null, kinds: null, text: null, task: null, limit: 100, cursor: null }
  const list = async (filter: Partial<Parameters<typeof queries.listDeliveries>[0]> = {}) =>
    (await queries.listDeliveries({ accountId: ACCOUNT_ID, ...everything, ...filter })).deliveries
  const get = (deliveryId: number) => queries.getDelivery({ accountId: ACCOUNT_ID, deliveryId })
  /** Submits to intake, runs it to that end, and gives what was granted since. */
  async function run(taskId: string, outcome: 'succeeded' | 'failed' = 'succeeded', meanwhile = async () => {}) {
    await t.submit('intake', { taskId, payload: '{"order":7}' })
    const [grant] = scheduler.take().filter((one) => one.taskId === taskId)
    await meanwhile()
    const end = outcome === 'succeeded' ? succeeded(t.clock, '{"id":1}') : failed(t.clock)
    t.report(scheduler, { ended: [{ key: grant!.key, end }] })
    return scheduler.take()
  }
  /** From now on no task is taken in, until `emptyBacklog`. */
  async function fillBacklog() {
    t.db.exec('UPDATE account SET backlog_limit = 1')
    await t.failTurn(() => {}) // the limit is read again
    await t.create('idle', { reservedConcurrency: 0, async: { maxAsyncEventAgeInSeconds: 2_592_000 } })
    await t.submit('idle', { taskId: 'waits' })
  }
  const emptyBacklog = () => t.stop('idle', 'waits')
  const messages = () =>
    t.db
      .prepare<[], { body: string; messageId: string; deliveryId: number }>(
        'SELECT body, message_id AS messageId, delivery_id AS deliveryId FROM message',
      )
      .all()
  const operations = () =>
    t.db
      .prepare<[], { action: string; count: number }>(
        "SELECT action, count FROM operation WHERE action LIKE 'delivery%'",
      )
      .all()
  return { ...t, scheduler, queries, list, get, run, fillBacklog, emptyBacklog, messages, operations }
}
const toCharge = functionArn('charge', { region: 'cn-hangzhou', accountUid: '1' })

describe('A delivery', () => {
  it('to a function is a task with the body of the result, made in the turn that ends the task', async () => {
    const t = await openShop({ onSuccess: toCharge, onFailure: queueArn('failures') })
    const [made] = await t.run('o-1')
    const body = JSON.parse(made!.payload as string)
    expect(body).toMatchObject({
      requestContext: { condition: '', approximateInvokeCount: 1 },
      requestPayload: '{"order":7}',
      responseContext: { statusCode: 200, functionError: '' },
      responsePayload: '{"id":1}',
    })
    expect(body.requestContext.functionArn).toMatch(/^acs:fc:cn-hangzhou:\d+:functions\/intake$/)
    const [delivery, ...rest] = await t.list()
    expect(rest).toEqual([])
    expect(delivery).toEqual({
      deliveryId: expect.any(Number),
      functionName: 'intake',
      taskId: 'o-1',
      cause: 'success',
      kind: 'function',
      target: toCharge,
      targetName: 'charge',
      state: 'Succeeded',
      attemptCount: 1,
      createdAtMs: t.clock.nowMs(),
      dueAtMs: null,
      endedAtMs: t.clock.nowMs(),
      statusCode: null,
      detail: null,
      made: { functionName: 'charge', taskId: made!.taskId },
      messageId: null,
    })
    expect(await t.get(delivery!.deliveryId)).toEqual({ ...delivery, body: made!.payload })
    expect(t.task(made!.taskId!)).toMatchObject({ made_by: 3, state: 'Dequeued' })
  })

  it('to a queue is a message with the body of the failure', async () => {
    const t = await openShop({ onSuccess: toCharge, onFailure: queueArn('failures') })
    expect(await t.run('o-1', 'failed')).toEqual([])
    const [message] = t.messages()
    expect(JSON.parse(message!.body)).toMatchObject({
      requestContext: { condition: 'UnhandledInvocationError' },
      responseContext: { functionError: 'UnhandledInvocationError' },
      responsePayload: '{"errorMessage":"boom"}',
    })
    const [delivery] = await t.list()
    expect(delivery).toMatchObject({ cause: 'failure', kind: 'queue', targetName: 'failures', state: 'Succeeded' })
    expect(delivery).toMatchObject({ deliveryId: message!.deliveryId, messageId: message!.messageId })
  })

  it('follows no stop, and none when the end has no destination', async () => {
    const t = await openShop({ onFailure: queueArn('failures') })
    await t.run('o-1')
    await t.submit('intake', { taskId: 'waits', delaySeconds: 60 })
    await t.stop('intake', 'waits')
    expect(await t.list()).toEqual([])
  })

  it('follows the expiry of a task that never ran', async () => {
    const t = await openShop({ onFailure: queueArn('failures') })
    t.store.disconnectScheduler()
    await t.submit('intake', { taskId: 'old' })
    t.advanceMs(25 * HOUR_MS)
    t.connect()
    t.advanceMs(1)
    expect(t.stateOf('old')).toBe('Expired')
    expect(JSON.parse(t.messages()[0]!.body)).toMatchObject({
      requestContext: { condition: 'AsyncEventExpired', approximateInvokeCount: 0 },
      responseContext: { statusCode: 0, functionError: 'AsyncEventExpired' },
    })
  })

  it.each([
    ['acs:mns:::/topics/t/messages', 'topics are not delivered here'],
    ['acs:eventbridge:cn-hangzhou:1:eventbus/b', 'EventBridge is not delivered here'],
  ])('to %s is recorded as failed, and trying it again changes nothing', async (target, detail) => {
    const t = await openShop({ onSuccess: target })
    await t.run('o-1')
    const [delivery] = await t.list()
    expect(delivery).toMatchObject({ kind: 'unsupported', state: 'Failed', attemptCount: 0, detail })
    const { deliveryId } = delivery!
    const retry = t.store.commands.retryDeliveries({ accountId: ACCOUNT_ID, deliveryIds: [deliveryId] })
    expect(await t.settled(retry)).toEqual({ retriedCount: 0 })
    expect(t.operations()).toEqual([])
  })

  it('to a function that is not there fails at once, and is made when it is tried again', async () => {
    const t = await openShop({ onSuccess: toCharge }, [])
    await t.run('o-1')
    const [delivery] = await t.list({ states: ['Failed'] })
    expect(delivery).toMatchObject({ attemptCount: 1, detail: expect.stringContaining("'charge' does not exist") })
    await t.create('charge')
    const deliveryIds = [delivery!.deliveryId]
    expect(await t.settled(t.store.commands.retryDeliveries({ accountId: ACCOUNT_ID, deliveryIds }))).toEqual({
      retriedCount: 1,
    })
    expect(await t.list()).toMatchObject([
      { state: 'Succeeded', attemptCount: 2, detail: null, made: { functionName: 'charge' } },
    ])
    expect(t.operations()).toEqual([{ action: 'delivery.retry', count: 1 }])
    expect(await t.settled(t.store.commands.retryDeliveries({ accountId: ACCOUNT_ID, deliveryIds }))).toEqual({
      retriedCount: 0,
    })
    expect(t.scheduler.take()).toHaveLength(1)
  })

  it('to a function that takes nothing fails at once', async () => {
    const t = await openShop({ onSuccess: toCharge }, [])
    await t.create('charge', { reservedConcurrency: 0 })
    await t.run('o-1')
    expect(await t.list()).toMatchObject([
      { state: 'Failed', detail: expect.stringContaining('reserved concurrency is 0') },
    ])
  })

  it.each([
    ['a message queue', queueArn('q'), 60_000, 65_536],
    ['a function', toCharge, 125_000, 131_072],
  ])('to %s that would be too large fails at once', async (_taker, target, payloadBytes, maxBytes) => {
    const t = await openShop({ onSuccess: target })
    const payload = JSON.stringify('"'.repeat(payloadBytes / 2)) // grows when it is a string in JSON
    await t.submit('intake', { taskId: 'big', payload })
    const [grant] = t.scheduler.take()
    t.report(t.scheduler, { ended: [{ key: grant!.key, end: succeeded(t.clock) }] })
    const [delivery] = await t.list()
    expect(delivery).toMatchObject({ state: 'Failed', attemptCount: 1 })
    expect(delivery!.detail).toMatch(
      new RegExp(`^payload_too_large: the body has \\d+ bytes; .* takes at most ${maxBytes} `),
    )
  })

  it('waits 1, 2, 4 … up to 300 s while the backlog is full, then is made', async () => {
    const t = await openShop({ onSuccess: toCharge })
    await t.run('o-1', 'succeeded', t.fillBacklog)
    const waits: number[] = []
    for (let round = 0; round < 11; round++) {
      const [delivery] = await t.list()
      expect(delivery).toMatchObject({
        state: 'Pending',
        attemptCount: round + 1,
        detail: expect.stringContaining('already wait'),
      })
      waits.push((delivery!.dueAtMs! - t.clock.nowMs()) / SECOND_MS)
      t.advanceMs(delivery!.dueAtMs! - t.clock.nowMs())
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
    await t.emptyBacklog()
    t.advanceMs(5 * MINUTE_MS)
    expect(await t.list()).toMatchObject([{ state: 'Succeeded', attemptCount: 13 }])
  })

  it('is given up after a day, and begins anew when it is tried again by hand', async () => {
    const t = await openShop({ onSuccess: toCharge })
    await t.run('o-1', 'succeeded', t.fillBacklog)
    for (let hours = 0; hours < 25; hours++) for (let half = 0; half < 12; half++) t.advanceMs(5 * MINUTE_MS)
    const [delivery] = await t.list()
    expect(delivery).toMatchObject({
      state: 'Failed',
      detail: expect.stringMatching(/^given up after 24 hours, the last time: /),
    })
    expect(delivery!.endedAtMs! - delivery!.createdAtMs).toBeLessThanOrEqual(24 * HOUR_MS)
    await t.settled(t.store.commands.retryDeliveries({ accountId: ACCOUNT_ID, deliveryIds: [delivery!.deliveryId] }))
    expect(await t.list()).toMatchObject([{ state: 'Pending', dueAtMs: t.clock.nowMs() + SECOND_MS }])
    await t.emptyBacklog()
    t.advanceMs(SECOND_MS)
    expect(await t.list()).toMatchObject([{ state: 'Succeeded' }])
  })

  it('is made once when the turn that made it failed', async () => {
    const t = await openShop({ onSuccess: toCharge })
    await t.submit('intake', { taskId: 'o-1' })
    const [grant] = t.scheduler.take()
    await t.failTurn(() =>
      t.store.report(t.scheduler.lease, {
        kind: 'report',
        started: [],
        ended: [{ key: grant!.key, end: succeeded(t.clock) }],
        instances: [],
        depths: [],
      }),
    )
    t.advanceMs(1)
    expect(t.stateOf('o-1')).toBe('Succeeded')
    expect(await t.list()).toMatchObject([{ state: 'Succeeded', attemptCount: 1 }])
    expect(t.scheduler.take().filter(({ taskId }) => taskId !== 'o-1')).toHaveLength(1)
  })

  it('goes on in another store where the first one left it', async () => {
    const t = await openShop({ onSuccess: toCharge })
    await t.run('o-1', 'succeeded', t.fillBacklog)
    await t.emptyBacklog()
    t.store.close()
    const again = openTestStore({ db: t.db, clock: t.clock })
    const scheduler = again.connect()
    again.advanceMs(SECOND_MS)
    expect(await t.list()).toMatchObject([{ state: 'Succeeded', attemptCount: 2 }])
    expect(scheduler.take()).toHaveLength(1)
  })
})

describe('A chain of deliveries', () => {
  type Shop = Awaited<ReturnType<typeof openShop>>
  /** Runs each task that a delivery makes, with that payload, and counts them. */
  async function follow(t: Shop, payload?: string): Promise<number> {
    let [next] = await t.run('o-1')
    let madeCount = 0
    for (; next !== undefined; madeCount++) {
      if (payload !== undefined) t.db.prepare('UPDATE task SET payload = ? WHERE seq = ?').run(payload, next.key)
      t.report(t.scheduler, { ended: [{ key: next.key, end: succeeded(t.clock) }] })
      next = t.scheduler.take()[0]
    }
    return madeCount
  }
  const backToIntake = { async: { destinationConfig: { onSuccess: { destination: functionArn('intake') } } } }

  it('that comes back to where it began ends after 16, and names the cycle', async () => {
    const t = await openShop({ onSuccess: toCharge }, [])
    await t.create('charge', backToIntake)
    expect(await follow(t, '{}')).toBe(16)
    const [last, ...before] = await t.list()
    expect(last).toMatchObject({
      state: 'Failed',
      detail: 'not delivered after 16 deliveries in a row: charge → intake → charge is a cycle',
    })
    expect(before.map(({ state }) => state)).toEqual(Array(16).fill('Succeeded'))
    await t.settled(t.store.commands.retryDeliveries({ accountId: ACCOUNT_ID, deliveryIds: [last!.deliveryId] }))
    expect(t.scheduler.take()).toHaveLength(1)
  })

  it('of one function with itself ends when its body has grown too large, and says why', async () => {
    const t = await openShop({ onSuccess: functionArn('intake') })
    expect(await follow(t)).toBeLessThan(16)
    const [last] = await t.list()
    expect(last?.state).toBe('Failed')
    expect(last?.detail).toMatch(
      /^payload_too_large: .* intake → intake is a cycle, and with each delivery the body grows$/,
    )
  })

  it('does not count what a person made of its results', async () => {
    const t = await openShop({ onSuccess: toCharge })
    await t.run('o-1')
    const replay = {
      accountId: ACCOUNT_ID,
      functionName: 'intake',
      taskId: 'o-1',
      newTaskId: 'o-2',
      payload: null,
      delaySeconds: 0,
    }
    await t.settled(t.store.commands.replay(replay))
    const [grant] = t.scheduler.take()
    t.report(t.scheduler, { ended: [{ key: grant!.key, end: succeeded(t.clock) }] })
    expect(t.db.prepare('SELECT hop FROM delivery').pluck().all()).toEqual([0, 0])
  })
})

describe('A test delivery', () => {
  it('goes to the configured function with a body that is made up, and is kept as a test', async () => {
    const t = await openShop({ onSuccess: toCharge })
    const request = { accountId: ACCOUNT_ID, functionName: 'intake', cause: 'success', target: null } as const
    const { deliveryId } = await t.settled(t.store.commands.testDelivery(request))
    const [made] = t.scheduler.take()
    const delivery = await t.get(deliveryId)
    expect(delivery).toMatchObject({
      cause: 'test',
      taskId: null,
      state: 'Succeeded',
      made: { functionName: 'charge' },
    })
    expect(delivery.body).toBe(made!.payload)
    expect(Object.keys(JSON.parse(delivery.body))).toEqual([
      'timestamp',
      'requestContext',
      'requestPayload',
      'responseContext',
      'responsePayload',
    ])
    expect(t.operations()).toEqual([{ action: 'delivery.test', count: 1 }])
  })

  it('goes to any target that is named, as a failure', async () => {
    const t = await openShop({})
    const request = {
      accountId: ACCOUNT_ID,
      functionName: 'intake',
      cause: 'failure',
      target: queueArn('try'),
    } as const
    await t.settled(t.store.commands.testDelivery(request))
    expect(JSON.parse(t.messages()[0]!.body).requestContext.condition).toBe('UnhandledInvocationError')
  })

  it('needs a function and a target', async () => {
    const t = await openShop({})
    const request = { accountId: ACCOUNT_ID, functionName: 'intake', cause: 'failure', target: null } as const
    const test = (change: object) => t.settled(t.store.commands.testDelivery({ ...request, ...change }))
    await expect(test({})).rejects.toMatchObject({ code: 'invalid_input' })
    await expect(test({ functionName: 'nobody' })).rejects.toMatchObject({ code: 'function_not_found' })
    expect(await t.list()).toEqual([])
  })
})
