import { describe, expect, it } from 'vitest'
import type { AttemptFacts } from '../../../electron/engine/messages.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { ACCOUNT_ID, definition, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

const SECOND_MS = 1_000
const code = (code: string) => expect.objectContaining({ code })

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

describe('a turn that failed as a whole', () => {
  it('has deleted nothing, and the scheduler still has the function', async () => {
    const t = openTestStore()
    await t.create('other') // takes the submit that fills the disk
    await t.create('f')
    const scheduler = t.connect()
    let refusal: unknown
    await t.failTurn(() => {
      t.store.commands.deleteFunction({ accountId: ACCOUNT_ID, functionName: 'f' }).catch((error: unknown) => {
        refusal = error
      })
    })
    expect(refusal).toEqual(code('disk_full'))
    expect([...scheduler.specs.keys()]).toEqual([1, 2])
  })

  it('keeps no place for a synchronous call that it refused', async () => {
    const t = openTestStore()
    await t.create('f', { reservedConcurrency: 1 })
    const scheduler = t.connect()
    const call = { accountId: ACCOUNT_ID, functionName: 'f', payload: '', wantsLogTail: false }
    await t.failTurn(() => void t.store.commands.invoke(call).catch(() => {}))
    const answer = t.store.commands.invoke(call)
    t.turn()
    const [granted] = scheduler.take()
    t.report(scheduler, { ended: [{ key: granted!.key, end: succeeded(t.clock, 'answer') }] })
    await expect(answer).resolves.toMatchObject({ body: 'answer' })
  })
})

describe('a task that ran before', () => {
  it('is Retrying when it is handed back, and can no longer expire', async () => {
    const t = openTestStore()
    await t.create('f', { async: { maxAsyncEventAgeInSeconds: 5 } })
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'ran' })
    t.report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: failed(t.clock) }] })
    t.advanceMs(2 * SECOND_MS)
    const { key } = scheduler.take()[0]!
    t.clock.advanceMs(60 * SECOND_MS)
    t.report(scheduler, { ended: [{ key, end: { outcome: 'released' } }] })
    expect(t.stateOf('ran')).toBe('Failed')
  })
})

describe('accounts', () => {
  it('take turns, so that none waits for the backlog of another', async () => {
    const t = openTestStore({ machineConcurrency: 1 })
    await t.create('a')
    await t.settled(t.store.commands.allowAccessKey({ id: 'key', secret: 'secret', accountName: 'second' }))
    const second = 2
    await t.settled(t.store.commands.createFunction(second, definition('b')))
    for (let n = 0; n < 5; n++) await t.submit('a', { taskId: `a${n}` })
    await t.settled(
      t.store.commands.submit({ accountId: second, functionName: 'b', payload: '', taskId: 'b0', delaySeconds: 0 }),
    )
    const scheduler = t.connect()
    const order: string[] = []
    for (let grants = scheduler.take(); grants.length > 0; grants = scheduler.take()) {
      order.push(grants[0]!.taskId!)
      t.report(scheduler, { ended: [{ key: grants[0]!.key, end: succeeded(t.clock) }] })
    }
    expect(order).toHaveLength(6)
    expect(order.indexOf('b0')).toBeLessThan(2)
  })
})

describe('the timer for delayed tasks', () => {
  it('is brought forward for one that is due earlier than the others', async () => {
    const t = openTestStore()
    await t.create('f')
    const scheduler = t.connect()
    await t.submit('f', { taskId: 'late', delaySeconds: 3_600 })
    await t.submit('f', { taskId: 'refused' })
    t.clock.advanceMs(10)
    t.report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: { outcome: 'refused', reason: 'busy' } }] })
    t.advanceMs(500)
    expect(scheduler.take()).toMatchObject([{ taskId: 'refused' }])
  })
})
