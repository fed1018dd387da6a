import { describe, expect, it } from 'vitest'
import type { AttemptFacts } from '../../../electron/engine/messages.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { ACCOUNT_ID, definition, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

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

describe('a scheduler that was replaced', () => {
  it('leaves attempts that had started Interrupted; they run again without using a retry', async () => {
    const t = openTestStore()
    await t.create('f')
    const first = t.connect()
    await t.submit('f', { taskId: 'job' })
    t.report(first, { started: [first.take()[0]!.key] })
    const second = t.connect()
    expect(t.attempts('job')).toEqual([{ number: 1, outcome: 'Interrupted' }])
    expect(second.take()).toMatchObject([{ taskId: 'job', attempt: 2, retryCount: 0 }])
  })

  it('cannot end a task any more', async () => {
    const t = openTestStore()
    await t.create('f')
    const first = t.connect()
    await t.submit('f', { taskId: 'job' })
    const key = first.take()[0]!.key
    const second = t.connect()
    t.report(first, { ended: [{ key, end: succeeded(t.clock, 'stale') }] })
    expect(t.stateOf('job')).toBe('Dequeued')
    t.report(second, { ended: [{ key, end: succeeded(t.clock, 'fresh') }] })
    expect(t.task('job')).toMatchObject({ state: 'Succeeded', result: 'fresh' })
  })

  it('fails a task that was interrupted three times', async () => {
    const t = openTestStore()
    await t.create('f')
    await t.submit('f', { taskId: 'killer' })
    for (let round = 0; round < 3; round++) {
      const scheduler = t.connect()
      t.report(scheduler, { started: [scheduler.take()[0]!.key] })
    }
    const last = t.connect()
    expect(last.take()).toEqual([])
    expect(t.stateOf('killer')).toBe('Failed')
    expect(t.attempts('killer').map(({ outcome }) => outcome)).toEqual(['Interrupted', 'Interrupted', 'Interrupted'])
  })

  it('does not hold an end in good order against a task, however often', async () => {
    const t = openTestStore()
    await t.create('f')
    await t.submit('f', { taskId: 'long' })
    for (let round = 0; round < 5; round++) {
      const scheduler = t.connect()
      const { key } = scheduler.take()[0]!
      t.report(scheduler, { started: [key] })
      const { startedAtMs, endedAtMs, durationMs, instanceId, peakMemoryBytes, logTail } = failed(
        t.clock,
      ) as AttemptFacts
      const facts = { startedAtMs, endedAtMs, durationMs, instanceId, peakMemoryBytes, logTail }
      t.report(scheduler, { ended: [{ key, end: { outcome: 'stopped', facts } }] })
    }
    expect(t.attempts('long').map(({ outcome }) => outcome)).toEqual(Array(5).fill('Interrupted'))
    expect(t.connect().take()).toMatchObject([{ taskId: 'long' }])
  })

  it('ends the synchronous calls that it ran with an error that says to try again', async () => {
    const t = openTestStore()
    await t.create('f')
    t.connect()
    const answer = t.store.commands.invoke({
      accountId: ACCOUNT_ID,
      functionName: 'f',
      payload: '',
      wantsLogTail: false,
    })
    t.turn()
    t.connect()
    await expect(answer).rejects.toEqual(code('unavailable'))
  })
})

describe('a host that starts again', () => {
  it('goes on with what waited, interrupts what ran and finishes what was being stopped', async () => {
    const before = openTestStore()
    await before.create('f', { reservedConcurrency: 2 })
    const scheduler = before.connect()
    for (const taskId of ['ran', 'stopping', 'waiting']) await before.submit('f', { taskId })
    before.report(scheduler, { started: scheduler.take().map(({ key }) => key) })
    await before.stop('f', 'stopping')

    const after = openTestStore({ db: before.db, clock: before.clock })
    expect(after.stateOf('stopping')).toBe('Stopped')
    expect(after.stateOf('ran')).toBe('Retrying')
    expect(after.attempts('ran')).toEqual([{ number: 1, outcome: 'Interrupted' }])
    expect(
      after
        .connect()
        .take()
        .map(({ taskId }) => taskId),
    ).toEqual(['ran', 'waiting'])
  })

  it('runs tasks that were delayed and came due while it was away', async () => {
    const before = openTestStore()
    await before.create('f')
    await before.submit('f', { taskId: 'later', delaySeconds: 60 })
    before.clock.advanceMs(120 * SECOND_MS)
    const after = openTestStore({ db: before.db, clock: before.clock })
    expect(
      after
        .connect()
        .take()
        .map(({ taskId }) => taskId),
    ).toEqual(['later'])
  })
})

describe('a clock that was set back an hour', () => {
  it('does not hold up what waits, change the order, or expire anything', async () => {
    const before = openTestStore()
    await before.create('f', { async: { maxAsyncEventAgeInSeconds: 60 } })
    await before.submit('f', { taskId: 'earlier' })
    const clock = new FakeClock()
    clock.advanceMs(-3_600_000)
    const after = openTestStore({ db: before.db, clock })
    await after.submit('f', { taskId: 'later' })
    const scheduler = after.connect()
    const granted = scheduler.take()
    expect(granted.map(({ taskId }) => taskId).toSorted()).toEqual(['earlier', 'later'])
    expect(granted.find(({ taskId }) => taskId === 'later')!.key).toBeGreaterThan(
      granted.find(({ taskId }) => taskId === 'earlier')!.key,
    )
    after.report(scheduler, { ended: granted.map(({ key }) => ({ key, end: succeeded(clock) })) })
    expect([after.stateOf('earlier'), after.stateOf('later')]).toEqual(['Succeeded', 'Succeeded'])
  })
})

describe('a full disk', () => {
  it('refuses submits, loses no result, and goes on when there is space again', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'running' })
    const key = scheduler.take()[0]!.key
    const pages = t.db.pragma('page_count', { simple: true }) as number
    t.db.pragma(`max_page_count = ${pages}`)
    let refusal: unknown
    for (let n = 0; n < 50 && refusal === undefined; n++) {
      await t.submit('f', { payload: 'x'.repeat(50_000) }).catch((error: unknown) => {
        refusal = error
      })
    }
    expect(refusal).toEqual(code('disk_full'))
    t.report(scheduler, { ended: [{ key, end: succeeded(t.clock, 'y'.repeat(100_000)) }] })
    t.db.pragma('max_page_count = 1000000')
    t.advanceMs(2 * SECOND_MS)
    expect(t.stateOf('running')).toBe('Succeeded')
    await expect(t.submit('f', { taskId: 'after' })).resolves.toMatchObject({ taskId: 'after' })
  })
})

describe('a disk that stays full', () => {
  it('does not let submits hold up the results of what runs', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'running' })
    const key = scheduler.take()[0]!.key
    t.db.pragma(`max_page_count = ${t.db.pragma('page_count', { simple: true })}`)
    const big = { payload: 'x'.repeat(100_000) }
    await expect(t.submit('f', big)).rejects.toEqual(code('disk_full'))
    t.report(scheduler, { ended: [{ key, end: succeeded(t.clock) }] }) // fits into the pages there are
    await expect(t.submit('f', big)).rejects.toEqual(code('disk_full'))
    t.advanceMs(SECOND_MS)
    expect(t.stateOf('running')).toBe('Succeeded')
  })
})

describe('project functions', () => {
  it('follow the file, except for what was changed live', async () => {
    const t = openTestStore()
    const { syncProject, updateFunction } = t.store.commands
    await t.settled(syncProject(ACCOUNT_ID, { definitions: [definition('a'), definition('b')], isComplete: true }))
    await t.settled(updateFunction({ accountId: ACCOUNT_ID, functionName: 'a' }, { reservedConcurrency: 7 }))
    const changed = {
      ...definition('a'),
      reservedConcurrency: 3,
      code: { path: '/new', hash: 'hash-2', checksum: '2', bytes: 2 },
    }
    await t.settled(syncProject(ACCOUNT_ID, { definitions: [], isComplete: false })) // a file that cannot be read now
    expect(t.db.prepare('SELECT count(*) AS count FROM function WHERE deleted_at_ms IS NULL').get()).toEqual({
      count: 2,
    })
    await t.settled(syncProject(ACCOUNT_ID, { definitions: [changed], isComplete: true }))
    const rows = t.db
      .prepare(
        'SELECT name, reserved_concurrency, code_hash, revision, deleted_at_ms IS NULL AS lives FROM function ORDER BY name',
      )
      .all()
    expect(rows).toEqual([
      { name: 'a', reserved_concurrency: 7, code_hash: 'hash-2', revision: 3, lives: 1 },
      { name: 'b', reserved_concurrency: null, code_hash: 'hash-1', revision: 1, lives: 0 },
    ])
  })
})

describe('a store that was closed', () => {
  it('has committed what was waiting, and refuses what comes later', async () => {
    const t = openTestStore()
    await t.create('f')
    const waiting = t.store.commands.submit({
      accountId: ACCOUNT_ID,
      functionName: 'f',
      payload: '',
      taskId: 'last',
      delaySeconds: 0,
    })
    t.store.close()
    await expect(waiting).resolves.toMatchObject({ taskId: 'last' })
    await expect(t.submit('f', { taskId: 'late' })).rejects.toEqual(code('unavailable'))
    t.db.close()
    t.advanceMs(SECOND_MS)
  })
})
