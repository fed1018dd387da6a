import { describe, expect, it } from 'vitest'
import { ACCOUNT_ID, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

const SECOND_MS = 1_000
const code = (code: string) => expect.objectContaining({ code })

describe('a submitted task', () => {
  it('is granted, runs and succeeds, and keeps its result', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'job', payload: 'hello' })
    const [grant] = scheduler.take()
    expect(grant).toMatchObject({ taskId: 'job', payload: 'hello', attempt: 1, retryCount: 0 })
    expect(t.stateOf('job')).toBe('Dequeued')
    t.report(scheduler, { started: [grant!.key] })
    expect(t.stateOf('job')).toBe('Running')
    t.report(scheduler, { ended: [{ key: grant!.key, end: succeeded(t.clock, 'world') }] })
    expect(t.task('job')).toMatchObject({ state: 'Succeeded', result: 'world', place: 3, lease: null })
  })

  it('keeps long payloads and results whole', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    const payload = 'p'.repeat(100_000)
    await t.submit('f', { taskId: 'long', payload })
    const [grant] = scheduler.take()
    expect(grant!.payload).toBe(payload)
    t.report(scheduler, { ended: [{ key: grant!.key, end: succeeded(t.clock, 'r'.repeat(100_000)) }] })
    const bodies = t.db.prepare('SELECT kind, length(body) AS length FROM task_body ORDER BY kind').all()
    expect(bodies).toEqual([
      { kind: 'payload', length: 100_000 },
      { kind: 'result', length: 100_000 },
    ])
  })

  it('is refused when the function already has a task of its id, and the first one is untouched', async () => {
    const t = openTestStore()
    await t.create('f')
    await t.submit('f', { taskId: 'once', payload: 'first' })
    await expect(t.submit('f', { taskId: 'once', payload: 'second' })).rejects.toEqual(code('task_exists'))
    expect(t.task('once')).toMatchObject({ payload: 'first', state: 'Enqueued' })
  })

  it('may have the id of a task of another function', async () => {
    const t = openTestStore()
    await t.create('f')
    await t.create('g')
    await t.submit('f', { taskId: 'same' })
    await expect(t.submit('g', { taskId: 'same' })).resolves.toMatchObject({ taskId: 'same' })
  })

  it('is refused with a clear code when function, id, size or delay is wrong', async () => {
    const t = openTestStore()
    await t.create('f')
    await expect(t.submit('nobody')).rejects.toEqual(code('function_not_found'))
    const submit = (change: object) => () =>
      t.store.commands.submit({
        accountId: ACCOUNT_ID,
        functionName: 'f',
        payload: '',
        taskId: null,
        delaySeconds: 0,
        ...change,
      })
    expect(submit({ taskId: '1-starts-with-a-digit' })).toThrow(code('invalid_input'))
    expect(submit({ payload: 'x'.repeat(128 * 1024 + 1) })).toThrow(code('payload_too_large'))
    expect(submit({ delaySeconds: 3_601 })).toThrow(code('invalid_input'))
    expect(submit({ delaySeconds: Number.NaN })).toThrow(code('invalid_input'))
  })

  it('waits out its delay, and not a second longer', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { delaySeconds: 10 })
    t.advanceMs(9_900)
    expect(scheduler.take()).toEqual([])
    t.advanceMs(1_000)
    expect(scheduler.take()).toHaveLength(1)
  })
})

describe('a task whose function fails', () => {
  it('is retried as often as its configuration says, then is Failed', async () => {
    const t = openTestStore()
    await t.create('f', { async: { maxAsyncRetryAttempts: 2 } })
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'bad' })
    const retryCounts: number[] = []
    for (let round = 0; round < 3; round++) {
      const [grant] = scheduler.take()
      retryCounts.push(grant!.retryCount)
      t.report(scheduler, { ended: [{ key: grant!.key, end: failed(t.clock) }] })
      t.advanceMs(60 * SECOND_MS)
    }
    expect(retryCounts).toEqual([0, 1, 2])
    expect(t.stateOf('bad')).toBe('Failed')
    expect(t.attempts('bad')).toEqual([
      { number: 1, outcome: 'Failed' },
      { number: 2, outcome: 'Failed' },
    ])
    expect(t.task('bad')).toMatchObject({ attempt_count: 3, error_body: '{"errorMessage":"boom"}' })
  })

  it('keeps of an endless error what somebody can read, of each attempt', async () => {
    const t = openTestStore()
    await t.create('f', { async: { maxAsyncRetryAttempts: 1 } })
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'bad' })
    const errorBody = JSON.stringify({ errorMessage: 'x'.repeat(5_000_000), errorType: 'E' })
    for (let round = 0; round < 2; round++) {
      t.report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: failed(t.clock, errorBody) }] })
      t.advanceMs(60 * SECOND_MS)
    }
    const kept = t.db.prepare<[], { body: string }>(
      'SELECT error_body AS body FROM task UNION ALL SELECT error_body FROM attempt',
    )
    const lengths = kept.all().map(({ body }) => body.length)
    expect(lengths).toHaveLength(2)
    expect(Math.max(...lengths)).toBeLessThan(20_000)
  })

  it('is Retrying until its back-off is over', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'bad' })
    t.report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: failed(t.clock) }] })
    expect(t.stateOf('bad')).toBe('Retrying')
    t.advanceMs(900)
    expect(scheduler.take()).toEqual([])
    t.advanceMs(300)
    expect(scheduler.take()).toHaveLength(1)
  })
})

describe('an instance that cannot be started', () => {
  it('sends its task alone into back-off without using an attempt, and the next task goes on', async () => {
    const t = openTestStore()
    await t.create('f', { reservedConcurrency: 1 })
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'first' })
    await t.submit('f', { taskId: 'second' })
    const [first] = scheduler.take()
    t.report(scheduler, { ended: [{ key: first!.key, end: { outcome: 'refused', reason: 'no memory' } }] })
    expect(t.task('first')).toMatchObject({
      state: 'Enqueued',
      attempt_count: 0,
      refusal_count: 1,
      reason: 'no memory',
    })
    const [second] = scheduler.take()
    expect(second!.taskId).toBe('second')
    t.report(scheduler, { ended: [{ key: second!.key, end: succeeded(t.clock) }] })
    t.advanceMs(600)
    expect(scheduler.take()).toMatchObject([{ taskId: 'first', attempt: 1 }])
  })

  it('ends its task as Invalid when no instance can ever run it', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'never' })
    t.report(scheduler, {
      ended: [{ key: scheduler.take()[0]!.key, end: { outcome: 'invalid', reason: 'no such runtime' } }],
    })
    expect(t.task('never')).toMatchObject({ state: 'Invalid', reason: 'no such runtime' })
  })
})

describe('a task that waits too long', () => {
  it('is Expired when its turn comes after its maximum age, and never runs', async () => {
    const t = openTestStore()
    await t.create('f', { async: { maxAsyncEventAgeInSeconds: 60 } })
    await t.submit('f', { taskId: 'old' })
    t.advanceMs(61 * SECOND_MS)
    const scheduler = t.connect()
    expect(scheduler.take()).toEqual([])
    expect(t.stateOf('old')).toBe('Expired')
  })

  it('is not made older by a delay that was asked for', async () => {
    const t = openTestStore()
    await t.create('f', { async: { maxAsyncEventAgeInSeconds: 60 } })
    const scheduler = t.connect()
    await t.submit('f', { delaySeconds: 300 })
    t.advanceMs(301 * SECOND_MS)
    expect(scheduler.take()).toHaveLength(1)
  })

  it('fails with its last error when it was only waiting for its retry', async () => {
    const t = openTestStore()
    await t.create('f', { async: { maxAsyncEventAgeInSeconds: 60 } })
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'bad' })
    t.clock.advanceMs(59 * SECOND_MS)
    t.report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: failed(t.clock) }] })
    t.advanceMs(10 * SECOND_MS)
    expect(t.task('bad')).toMatchObject({ state: 'Failed', error_body: '{"errorMessage":"boom"}' })
  })

  it('is Invalid when its function was deleted', async () => {
    const t = openTestStore()
    await t.create('f')
    await t.submit('f', { taskId: 'orphan' })
    await t.settled(t.store.commands.deleteFunction({ accountId: ACCOUNT_ID, functionName: 'f' }))
    t.connect()
    expect(t.task('orphan')).toMatchObject({ state: 'Invalid', reason: 'its function was deleted' })
  })
})

describe('stopping a task', () => {
  it('ends one that waits at once', async () => {
    const t = openTestStore()
    await t.create('f')
    await t.submit('f', { taskId: 'waiting' })
    await t.stop('f', 'waiting')
    expect(t.task('waiting')).toMatchObject({ state: 'Stopped', attempt_count: 0 })
    expect(t.connect().take()).toEqual([])
  })

  it('makes one that runs Stopping, and Stopped once the scheduler has ended it', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'running' })
    const [grant] = scheduler.take()
    t.report(scheduler, { started: [grant!.key] })
    await t.stop('f', 'running')
    expect(t.stateOf('running')).toBe('Stopping')
    expect(scheduler.stopped).toEqual([grant!.key])
    t.report(scheduler, { ended: [{ key: grant!.key, end: { outcome: 'stopped', facts: null } }] })
    expect(t.stateOf('running')).toBe('Stopped')
  })

  it('wins over a result that arrives while it is under way', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'race' })
    const [grant] = scheduler.take()
    await t.stop('f', 'race')
    t.report(scheduler, { ended: [{ key: grant!.key, end: succeeded(t.clock) }] })
    expect(t.stateOf('race')).toBe('Stopped')
  })

  it('changes nothing the second time, and is refused after another end', async () => {
    const t = openTestStore()
    await t.create('f')
    await t.submit('f', { taskId: 'twice' })
    await t.stop('f', 'twice')
    await expect(t.stop('f', 'twice')).resolves.toBeUndefined()
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'done' })
    t.report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: succeeded(t.clock) }] })
    await expect(t.stop('f', 'done')).rejects.toEqual(code('task_ended'))
    await expect(t.stop('f', 'unknown')).rejects.toEqual(code('task_not_found'))
  })
})

describe('the limits', () => {
  it('let a function run no more at once than it has reserved, and make those behind its head wait', async () => {
    const t = openTestStore()
    await t.create('slow', { reservedConcurrency: 1 })
    await t.create('other')
    const scheduler = t.connect()
    await t.submit('slow', { taskId: 'slow1' })
    await t.submit('slow', { taskId: 'slow2' })
    await t.submit('other', { taskId: 'behind' })
    const granted = scheduler.take()
    expect(granted.map(({ taskId }) => taskId)).toEqual(['slow1'])
    t.report(scheduler, { ended: [{ key: granted[0]!.key, end: succeeded(t.clock) }] })
    expect(scheduler.take().map(({ taskId }) => taskId)).toEqual(['slow2', 'behind'])
  })

  it('let the next in line go on when the head that waited for its limit is stopped', async () => {
    const t = openTestStore()
    await t.create('slow', { reservedConcurrency: 1 })
    await t.create('other')
    const scheduler = t.connect()
    for (const taskId of ['slow1', 'slow2']) await t.submit('slow', { taskId })
    await t.submit('other', { taskId: 'behind' })
    scheduler.take()
    await t.stop('slow', 'slow2')
    expect(scheduler.take().map(({ taskId }) => taskId)).toEqual(['behind'])
  })

  it('hold for the whole machine', async () => {
    const t = openTestStore({ machineConcurrency: 2 })
    await t.create('f')
    const scheduler = t.connect()
    for (let n = 0; n < 5; n++) await t.submit('f')
    const granted = scheduler.take()
    expect(granted).toHaveLength(2)
    t.report(scheduler, { ended: [{ key: granted[0]!.key, end: succeeded(t.clock) }] })
    expect(scheduler.take()).toHaveLength(1)
  })

  it('refuse a synchronous call at once when no place is free', async () => {
    const t = openTestStore()
    await t.create('f', { reservedConcurrency: 1 })
    const scheduler = t.connect()
    await t.submit('f')
    const call = { accountId: ACCOUNT_ID, functionName: 'f', payload: 'now', wantsLogTail: false }
    await expect(t.settled(t.store.commands.invoke(call))).rejects.toEqual(code('concurrency_exceeded'))
    t.report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: succeeded(t.clock) }] })
    const answer = t.store.commands.invoke(call)
    t.turn()
    const [granted] = scheduler.take()
    expect(granted).toMatchObject({ payload: 'now', taskId: null })
    t.report(scheduler, { ended: [{ key: granted!.key, end: succeeded(t.clock, 'answer') }] })
    await expect(answer).resolves.toMatchObject({ body: 'answer', errorType: null })
  })
})
