import { describe, expect, it, onTestFinished } from 'vitest'
import { createTaskQueries } from '../../../electron/engine/tasks/taskQueries.ts'
import { ACCOUNT_ID, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'
import { TestTaskDatabase } from '../../support/taskRows.ts'

function openTasks() {
  const database = new TestTaskDatabase()
  const accountId = database.addAccount({ name: 'default', uid: '16', keys: [{ id: 'k1', secret: 's1' }] })
  const reader = database.openReader()
  onTestFinished(() => {
    reader.close()
    database.close()
  })
  return { database, accountId, queries: createTaskQueries(reader) }
}

/** The store itself writes; the reader reads the same database. */
async function withStore() {
  const store = openTestStore()
  await store.create('f')
  const scheduler = store.connect()
  const queries = createTaskQueries(store.db, store.clock)
  const get = (taskId: string) => queries.getTask({ accountId: ACCOUNT_ID, functionName: 'f', taskId })
  return { ...store, scheduler, get, queries }
}

describe('a task read by its id', () => {
  it('has what the store wrote, attempt by attempt', async () => {
    const { submit, scheduler, report, advanceMs, clock, get, store, turn } = await withStore()
    await submit('f', { taskId: 't', payload: '{"n":1}' })
    store.report(scheduler.lease, {
      kind: 'report',
      started: [],
      ended: [],
      depths: [],
      instances: [
        {
          instanceId: 'c-1',
          functionId: 1,
          state: 'idle',
          pid: 1,
          pidStartedAtTicks: 1,
          codeHash: 'hash-1',
          revision: 1,
          interpreterVersion: 'v20.1.0',
          coldStartMs: 30,
          servedCount: 0,
          peakMemoryBytes: null,
          atMs: clock.nowMs(),
          detail: null,
        },
      ],
    })
    turn()
    const key = scheduler.take()[0]!.key
    const submittedAtMs = clock.nowMs()
    advanceMs(5)
    report(scheduler, { started: [key] })
    expect(await get('t')).toMatchObject({
      state: 'Running',
      attempts: [{ number: 1, outcome: null, startedAtMs: submittedAtMs + 5, endedAtMs: null, codeHash: 'hash-1' }],
    })
    report(scheduler, { ended: [{ key, end: failed(clock) }] })
    const failedAtMs = clock.nowMs()
    advanceMs(3_000)
    scheduler.take()
    report(scheduler, { started: [key], ended: [{ key, end: succeeded(clock, 'done') }] })
    const endedAtMs = clock.nowMs()

    const task = await get('t')
    expect(task).toMatchObject({
      functionName: 'f',
      taskId: 't',
      requestId: expect.stringMatching(/^1-/),
      state: 'Succeeded',
      isTask: true,
      submittedAtMs,
      startedAtMs: endedAtMs,
      endedAtMs,
      attemptCount: 2,
      retryCount: 1,
      payload: '{"n":1}',
      result: 'done',
      errorType: null,
    })
    const instance = { instanceId: 'c-1', codeHash: 'hash-1', interpreterVersion: 'v20.1.0', peakMemoryBytes: 1 }
    expect(task.attempts).toEqual([
      {
        number: 1,
        outcome: 'Failed',
        dequeuedAtMs: submittedAtMs,
        startedAtMs: failedAtMs,
        endedAtMs: failedAtMs,
        ...instance,
        errorType: 'UnhandledInvocationError',
        errorBody: '{"errorMessage":"boom"}',
      },
      {
        number: 2,
        outcome: 'Succeeded',
        dequeuedAtMs: expect.any(Number),
        startedAtMs: endedAtMs,
        endedAtMs,
        ...instance,
        errorType: null,
        errorBody: null,
      },
    ])
    expect(task.events.map(({ state }) => state)).toEqual([
      'Enqueued',
      'Dequeued',
      'Running',
      'Retrying',
      'Dequeued',
      'Running',
      'Succeeded',
    ])
  })

  it('shows the third interruption as the end', async () => {
    const { submit, scheduler, connect, report, get } = await withStore()
    await submit('f', { taskId: 't' })
    let owner = scheduler
    for (let round = 0; round < 3; round++) {
      const key = owner.take()[0]!.key
      report(owner, { started: [key] })
      owner = connect() // the one before is gone
    }
    const task = await get('t')
    expect(task.attempts.map(({ outcome }) => outcome)).toEqual(['Interrupted', 'Interrupted', 'Interrupted'])
    expect(task.events.map(({ state }) => state).slice(-4)).toEqual(['Retrying', 'Dequeued', 'Running', 'Failed'])
    expect(task.events.at(-1)?.detail).toContain('interrupted 3 times')
  })

  it('that was released unstarted has no attempt', async () => {
    const { submit, scheduler, report, get } = await withStore()
    await submit('f', { taskId: 't' })
    const key = scheduler.take()[0]!.key
    expect((await get('t')).attempts).toMatchObject([{ number: 1, outcome: null, startedAtMs: null }])
    report(scheduler, { ended: [{ key, end: { outcome: 'refused', reason: 'no memory' } }] })
    const task = await get('t')
    expect(task).toMatchObject({ state: 'Enqueued', reason: 'no memory', attempts: [] })
    expect(task.events.map(({ state }) => state)).toEqual(['Enqueued'])
  })

  it('that is Invalid has no attempt either, and its reason', async () => {
    const { submit, scheduler, report, get } = await withStore()
    await submit('f', { taskId: 't' })
    const key = scheduler.take()[0]!.key
    report(scheduler, { ended: [{ key, end: { outcome: 'invalid', reason: 'no such runtime' } }] })
    const task = await get('t')
    expect(task).toMatchObject({ state: 'Invalid', attempts: [], result: null })
    expect(task.events.at(-1)).toMatchObject({ state: 'Invalid', detail: '{"Reason":"no such runtime"}' })
  })

  it('has its long payload and its long result', async () => {
    const { submit, scheduler, report, clock, get } = await withStore()
    const long = 'a'.repeat(100_000)
    await submit('f', { taskId: 't', payload: long })
    const key = scheduler.take()[0]!.key
    report(scheduler, { started: [key], ended: [{ key, end: succeeded(clock, long) }] })
    expect(await get('t')).toMatchObject({ payload: long, result: long })
  })

  it('is not found in another function, or when there is none', async () => {
    const { submit, create, queries } = await withStore()
    await create('g')
    await submit('f', { taskId: 't' })
    await expect(queries.getTask({ accountId: ACCOUNT_ID, functionName: 'g', taskId: 't' })).rejects.toMatchObject({
      code: 'task_not_found',
    })
    await expect(queries.getTask({ accountId: 2, functionName: 'f', taskId: 't' })).rejects.toMatchObject({
      code: 'function_not_found',
    })
  })
})

describe('accounts and functions', () => {
  it('are read with their keys', async () => {
    const { accountId, queries } = openTasks()
    expect(await queries.accessKeys()).toEqual([
      { id: 'k1', secret: 's1', account: { id: accountId, name: 'default', uid: '16' } },
    ])
  })

  it('come by name, by prefix and after a name, without deleted ones', async () => {
    const { database, accountId, queries } = openTasks()
    for (const name of ['b', 'a-2', 'a-1', 'A', 'gone']) database.addFunction(accountId, name)
    database.deleteFunction(5)
    const names = async (prefix: string, after: string | null, limit = 10) =>
      (await queries.listFunctions({ accountId, prefix, after, limit })).map(({ config }) => config.functionName)
    expect(await names('', null)).toEqual(['A', 'a-1', 'a-2', 'b'])
    expect(await names('a-', null)).toEqual(['a-1', 'a-2'])
    expect(await names('a-', 'a-1')).toEqual(['a-2'])
    expect(await names('', null, 2)).toEqual(['A', 'a-1'])
    await expect(queries.getFunction({ accountId, functionName: 'gone' })).rejects.toMatchObject({
      code: 'function_not_found',
    })
  })

  it('are counted by state from the counters, a name once', async () => {
    const { database, accountId, queries } = openTasks()
    const old = database.addFunction(accountId, 'f')
    database.addTasks([{ functionId: old, id: 'a', submittedAtMs: 1 }])
    database.deleteFunction(old)
    const f = database.addFunction(accountId, 'f')
    database.addTasks([
      { functionId: f, id: 'a', submittedAtMs: 2 },
      { functionId: f, id: 'b', submittedAtMs: 3, state: 'Failed' },
    ])
    expect(await queries.countTasks(accountId)).toEqual([
      { functionName: 'f', state: 'Succeeded', count: 2 },
      { functionName: 'f', state: 'Failed', count: 1 },
    ])
  })
})
