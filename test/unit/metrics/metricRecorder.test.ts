/** What the store counts while tasks go through all of their states. */
import { describe, expect, it } from 'vitest'
import { DurationHistogram } from '../../../electron/base/durationHistogram.ts'
import type { MetricsMessage, MetricValues } from '../../../electron/base/metricMessages.ts'
import type { AttemptEnd, InstanceReport } from '../../../electron/engine/messages.ts'
import { noValues } from '../../support/openTestMetrics.ts'
import { ACCOUNT_ID, definition, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

function openCounted(options: Parameters<typeof openTestStore>[0] = {}) {
  const t = openTestStore(options)
  const messages: MetricsMessage[] = []
  t.store.connectLog((message) => {
    messages.push(message)
    t.store.metricsStored(message.number)
  })
  /** Time as it goes by for a host that is awake. */
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= 250) t.advanceMs(Math.min(250, left))
  }
  const seconds = () => messages.map(({ second }) => second)
  /** One number for each second that was told, of the only function. */
  const column = (name: keyof MetricValues) => seconds().map(({ functions }) => functions[0]?.values[name])
  const total = (name: keyof MetricValues) => column(name).reduce<number>((sum, value) => sum + Number(value ?? 0), 0)
  return { ...t, messages, pass, seconds, column, total }
}

const instanceReport = (change: Partial<InstanceReport>): InstanceReport => ({
  instanceId: 'c-1',
  functionId: 1,
  state: 'starting',
  pid: 1,
  pidStartedAtTicks: 1,
  codeHash: 'hash-1',
  revision: 1,
  interpreterVersion: null,
  coldStartMs: null,
  atMs: 0,
  detail: null,
  servedCount: 0,
  peakMemoryBytes: null,
  ...change,
})

describe('a second', () => {
  it('has what committed in it, and gauges go on until they are zero', async () => {
    const t = openCounted()
    const functionId = await t.create('pay')
    const scheduler = t.connect()
    await t.submit('pay', { taskId: 'a' })
    const [grant] = scheduler.take()
    t.pass(1_000)
    t.report(scheduler, { started: [grant!.key] })
    t.pass(2_000)
    t.report(scheduler, {
      ended: [{ key: grant!.key, end: { ...succeeded(t.clock), durationMs: 2_000 } as AttemptEnd }],
    })
    t.pass(5_000)

    const ran = new DurationHistogram()
    ran.add(2_000)
    const waited = new DurationHistogram()
    waited.add(1_000)
    const busy = { executing: 1, inProcess: 1 }
    expect(t.seconds().map(({ functions }) => functions[0]?.values)).toEqual([
      { ...noValues(), ...busy, submitted: 1, dequeued: 1 },
      { ...noValues(), ...busy, waitSumMs: 1_000, waitMaxMs: 1_000, wait: waited.sparse() },
      { ...noValues(), ...busy },
      { ...noValues(), ...busy, succeeded: 1, runSumMs: 2_000, runMaxMs: 2_000, maxMemoryBytes: 1, run: ran.sparse() },
    ])
    expect(t.seconds()[3]).toMatchObject({
      functions: [{ functionId, functionName: 'pay', accountName: 'default', now: { executing: 0, inProcess: 0 } }],
      accounts: [{ accountId: ACCOUNT_ID, executing: 1 }],
      everything: { executing: 1, inProcess: 1, backlog: 0, instances: 0 },
    })
  })

  it('is not there, nor a timer, while nothing happens', async () => {
    const t = openCounted()
    await t.create('pay')
    t.pass(60_000)
    expect(t.messages).toEqual([])
  })

  it('tells retries, failures, stops, expiry and what was never possible apart', async () => {
    const t = openCounted()
    await t.create('pay', { async: { maxAsyncRetryAttempts: 1, maxAsyncEventAgeInSeconds: 30 } })
    await t.submit('pay', { taskId: 'expires' })
    t.pass(40_000)
    const scheduler = t.connect()
    await t.submit('pay', { taskId: 'fails' })
    const fail = () => {
      for (const { key } of scheduler.take())
        t.report(scheduler, { started: [key], ended: [{ key, end: failed(t.clock) }] })
    }
    fail()
    t.pass(5_000)
    fail()
    await t.submit('pay', { taskId: 'stops', delaySeconds: 60 })
    await t.stop('pay', 'stops')
    await t.submit('pay', { taskId: 'cannot' })
    const [cannot] = scheduler.take()
    t.report(scheduler, { ended: [{ key: cannot!.key, end: { outcome: 'invalid', reason: 'no interpreter' } }] })
    t.pass(2_000)
    const totals = Object.fromEntries(
      (
        [
          'submitted',
          'dequeued',
          'succeeded',
          'failed',
          'stopped',
          'expired',
          'invalid',
          'retried',
          'failedAttempts',
        ] as const
      ).map((name) => [name, t.total(name)]),
    )
    expect(totals).toEqual({
      submitted: 4,
      dequeued: 3,
      succeeded: 0,
      failed: 1,
      stopped: 1,
      expired: 1,
      invalid: 1,
      retried: 1,
      failedAttempts: 2,
    })
  })

  it('measures the wait from when a task could have run, not from its submission', async () => {
    const t = openCounted()
    await t.create('pay')
    const scheduler = t.connect()
    await t.submit('pay', { delaySeconds: 10 })
    t.pass(12_000)
    const [grant] = scheduler.take()
    t.report(scheduler, { started: [grant!.key] })
    t.pass(1_000)
    expect(t.total('waitSumMs')).toBe(2_000)
  })

  it('has the backlog and the age of the task that is ready for the longest time', async () => {
    const t = openCounted()
    await t.create('pay')
    await t.submit('pay', { delaySeconds: 100 })
    t.pass(1_000)
    await t.submit('pay')
    t.pass(3_000)
    expect(t.column('backlog')).toEqual([1, 2, 2, 2])
    expect(t.column('oldestAgeMs')).toEqual([null, 1_000, 2_000, 3_000])
  })

  it('forgets what a failed turn counted, and counts what the turn after it wrote', async () => {
    const t = openCounted()
    await t.create('pay')
    const scheduler = t.connect()
    await t.submit('pay', { taskId: 'a' })
    const [grant] = scheduler.take()
    t.pass(1_000)
    await t.failTurn(() => {
      t.store.commands
        .submit({ accountId: ACCOUNT_ID, functionName: 'pay', payload: '', taskId: 'b', delaySeconds: 0 })
        .catch(() => {})
      t.store.report(scheduler.lease, {
        kind: 'report',
        started: [],
        ended: [{ key: grant!.key, end: succeeded(t.clock) }],
        instances: [],
        depths: [],
      })
    })
    t.pass(3_000)
    expect({ submitted: t.total('submitted'), succeeded: t.total('succeeded') }).toEqual({ submitted: 1, succeeded: 1 })
    expect(t.column('run').flat()).toHaveLength(2) // one bucket, once
    expect(t.seconds().at(-1)?.functions[0]?.now).toEqual({ backlog: 0, executing: 0, inProcess: 0, instances: 0 })
  })

  it('has synchronous calls as executions and in run times, not as tasks', async () => {
    const t = openCounted()
    await t.create('pay', { reservedConcurrency: 1 })
    const scheduler = t.connect()
    const request = { accountId: ACCOUNT_ID, functionName: 'pay', payload: '', wantsLogTail: false }
    const call = t.settled(t.store.commands.invoke(request))
    t.turn()
    await expect(t.settled(t.store.commands.invoke(request))).rejects.toMatchObject({ code: 'concurrency_exceeded' })
    const [grant] = scheduler.take()
    t.pass(1_000)
    t.report(scheduler, { ended: [{ key: grant!.key, end: failed(t.clock) }] })
    await call
    t.pass(2_000)
    expect(t.column('executing')).toEqual([1, 1])
    expect(t.column('inProcess')).toEqual([0, 0])
    expect(t.column('throttledCalls')).toEqual([1, 0])
    expect([t.total('calls'), t.total('failedCalls'), t.total('submitted'), t.total('failedAttempts')]).toEqual([
      1, 1, 0, 0,
    ])
    expect(t.seconds().at(-1)?.functions[0]?.values.run).toHaveLength(2)
  })

  it('counts instances, cold starts and crashes', async () => {
    const t = openCounted()
    const functionId = await t.create('pay')
    const scheduler = t.connect()
    const report = (change: Partial<InstanceReport>) => {
      const instances = [instanceReport({ functionId, atMs: t.clock.nowMs(), ...change })]
      t.store.report(scheduler.lease, { kind: 'report', started: [], ended: [], instances, depths: [] })
      t.turn()
    }
    report({})
    report({ state: 'idle', coldStartMs: 30 })
    report({ state: 'busy', coldStartMs: 30 })
    report({ instanceId: 'c-2' })
    t.pass(1_000)
    report({ state: 'crashed', coldStartMs: 30, detail: 'exited with code 3' })
    report({ state: 'crashed', coldStartMs: 30, detail: 'exited with code 3' })
    report({ instanceId: 'c-2', state: 'stopped' })
    t.pass(3_000)
    expect(t.column('instances')).toEqual([2, 2])
    expect(t.total('coldStarts')).toBe(1)
    expect(t.seconds().flatMap(({ marks }) => marks)).toMatchObject([
      { kind: 'crash', functionId, text: 'instance crashed: exited with code 3' },
    ])
  })

  it('has no instances left when their scheduler is gone', async () => {
    const t = openCounted()
    const functionId = await t.create('pay')
    const scheduler = t.connect()
    const instances = [instanceReport({ functionId })]
    t.store.report(scheduler.lease, { kind: 'report', started: [], ended: [], instances, depths: [] })
    t.pass(1_000)
    t.connect()
    t.pass(1_500)
    expect(t.seconds().at(-1)?.functions[0]?.now.instances).toBe(0)
    const count = t.messages.length
    t.pass(5_000)
    expect(t.messages).toHaveLength(count)
  })

  it('says what changed about a function', async () => {
    const t = openCounted()
    await t.create('pay')
    const target = { accountId: ACCOUNT_ID, functionName: 'pay' }
    const { config, code, asyncConfig } = definition('pay')
    await t.settled(t.store.commands.updateFunction(target, { config: { ...config, memorySize: 768, timeout: 60 } }))
    await t.settled(t.store.commands.updateFunction(target, { code: { ...code, hash: '9f31c2e77aa0' } }))
    await t.settled(
      t.store.commands.updateFunction(target, {
        config: { ...config, memorySize: 768, timeout: 60, handler: 'other.run' },
      }),
    )
    await t.settled(t.store.commands.updateFunction(target, { asyncConfig }))
    t.pass(2_000)
    expect(t.seconds().flatMap(({ marks }) => marks.map(({ kind, text }) => [kind, text]))).toEqual([
      ['configuration', 'memory 512 to 768 MB, time-out 3 to 60 s'],
      ['code', 'code 9f31c2e'],
      ['configuration', 'configuration'],
    ])
  })
})

describe('a host that was asleep', () => {
  it('leaves a gap and counts nothing twice', async () => {
    const t = openCounted()
    await t.create('pay')
    await t.submit('pay')
    const fromMs = t.clock.nowMs()
    t.pass(1_000)
    t.advanceMs(30_000)
    t.pass(1_000)
    expect(t.seconds().map(({ atMs }) => atMs - fromMs)).toEqual([0, 1_000, 31_000])
    expect(t.total('submitted')).toBe(1)
    expect(t.column('oldestAgeMs')).toEqual([1_000, 2_000, 32_000])
  })

  it('that was only busy for a moment goes on without one', async () => {
    const t = openCounted()
    await t.create('pay')
    await t.submit('pay')
    const fromMs = t.clock.nowMs()
    t.advanceMs(2_900)
    t.pass(1_000)
    expect(t.seconds().map(({ atMs }) => atMs - fromMs)).toEqual([0, 1_000, 2_000])
  })
})

describe('seconds that were not stored', () => {
  it('are sent again to the next log thread, in order, and given up after two minutes', async () => {
    const t = openTestStore()
    await t.create('pay')
    await t.submit('pay')
    for (let second = 0; second < 150; second++) t.advanceMs(1_000)
    const numbers: number[] = []
    t.store.connectLog(({ number }) => numbers.push(number))
    expect(numbers).toEqual(Array.from({ length: 120 }, (_, index) => index + 31))
    t.store.metricsStored(149)
    const again: number[] = []
    t.store.connectLog(({ number }) => again.push(number))
    expect(again).toEqual([150])
  })
})

describe('a store that opens with a backlog', () => {
  it('shows it at once, and tells its last second when it closes', async () => {
    const first = openCounted()
    await first.create('pay')
    await first.submit('pay')
    first.store.close()
    expect(first.column('submitted')).toEqual([1])
    const second = openCounted({ db: first.db, clock: first.clock })
    second.pass(1_000)
    expect(second.column('backlog')).toEqual([1])
    expect(second.column('submitted')).toEqual([0])
  })
})
