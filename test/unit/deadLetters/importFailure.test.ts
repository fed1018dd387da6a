/** A failure of the cloud becomes a failed task and a dead letter here, once. */
import { describe, expect, it } from 'vitest'
import type { ImportedFailure } from '../../../electron/engine/deadLetters/deadLetterPorts.ts'
import { createTaskQueries } from '../../../electron/engine/tasks/taskQueries.ts'
import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import { ACCOUNT_ID } from '../../support/openTestStore.ts'
import { errorBody, ONE_ATTEMPT, openInbox } from './inboxStore.ts'

async function open() {
  const test = openInbox()
  await test.create('pay', ONE_ATTEMPT)
  const { clock, store, settled } = test
  const failure = (change: Partial<ImportedFailure> = {}): ImportedFailure => ({
    accountId: ACCOUNT_ID,
    functionName: 'pay',
    requestId: '1-62f37794-8f14e45fceea467f',
    functionArn: 'acs:fc:cn-beijing:123:functions/pay',
    failedAtMs: clock.nowMs() - 60_000,
    attemptCount: 4,
    errorType: 'UnhandledInvocationError',
    payload: '{"order":7}',
    errorBody: errorBody('no card 7'),
    ...change,
  })
  const bring = (change: Partial<ImportedFailure> = {}) => settled(store.commands.importFailure(failure(change)))
  return { ...test, bring, tasks: createTaskQueries(test.db) }
}

describe('a failure that is brought home', () => {
  it('is a failed task where it failed, with its payload and error', async () => {
    const { bring, tasks, clock, onlyGroup } = await open()
    const home = await bring()
    expect(home).toMatchObject({ functionName: 'pay', taskId: '1-62f37794-8f14e45fceea467f', isNew: true })
    const task = await tasks.getTask({ accountId: ACCOUNT_ID, functionName: 'pay', taskId: home.taskId })
    expect(task).toMatchObject({
      state: 'Failed',
      payload: '{"order":7}',
      errorBody: errorBody('no card 7'),
      attemptCount: 4,
      retryCount: 3,
      submittedAtMs: clock.nowMs() - 60_000,
      endedAtMs: clock.nowMs() - 60_000,
    })
    expect(await onlyGroup()).toMatchObject({ groupId: home.groupId, message: 'no card N', state: 'New', openCount: 1 })
    expect(await tasks.countTasks(ACCOUNT_ID)).toEqual([{ functionName: 'pay', state: 'Failed', count: 1 }])
  })

  it('joins those that failed alike here', async () => {
    const { bring, fail, onlyGroup } = await open()
    await fail('pay', errorBody('no card 99'))
    const { groupId } = await bring()
    expect(await onlyGroup()).toMatchObject({ groupId, openCount: 2 })
  })

  it('is brought once, however often it is pasted', async () => {
    const { bring, letters, db } = await open()
    const first = await bring()
    expect(await bring({ errorBody: errorBody('other') })).toEqual({ ...first, isNew: false })
    expect(letters()).toHaveLength(1)
    const operations = db.prepare("SELECT target FROM operation WHERE action = 'inbox.import'").all()
    expect(operations).toEqual([{ target: `pay/${first.taskId}` }])
  })

  it('may be one that failed here and was delivered', async () => {
    const { bring, fail, task, onlyGroup } = await open()
    await fail('pay', errorBody('no card 7'))
    const { groupId } = await onlyGroup()
    const own = task(`t-${String((await onlyGroup()).lastSeenMs)}-1`)
    const home = await bring({ requestId: String(own?.id) })
    expect(home).toMatchObject({ groupId, isNew: false })
  })

  it('finds room beside others of its millisecond, and never ends in the future', async () => {
    const { bring, clock, db } = await open()
    for (const [at, requestId] of ['a', 'b', 'c'].entries()) await bring({ requestId, attemptCount: at + 1 })
    await bring({ requestId: 'ahead', failedAtMs: clock.nowMs() + 3_600_000 })
    const rows = db
      .prepare<[], { id: string; seq: number; endedAtMs: number }>(
        'SELECT id, seq, ended_at_ms AS endedAtMs FROM task ORDER BY seq',
      )
      .all()
    expect(rows.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'ahead'])
    for (const { seq, endedAtMs } of rows) expect(Math.floor(seq / 1_024)).toBe(endedAtMs)
    expect(rows.at(-1)?.endedAtMs).toBe(clock.nowMs())
  })

  it('sets off nothing: no metric, no delivery, no retry', async () => {
    const { bring, scheduler, db, advanceMs } = await open()
    scheduler.take()
    await bring()
    advanceMs(100_000)
    expect(scheduler.take()).toEqual([])
    expect(db.prepare('SELECT count(*) AS count FROM delivery').get()).toEqual({ count: 0 })
  })

  it('is refused for a function that is not here, a payload that is too long, and a task of its own', async () => {
    const { bring, submit, letters } = await open()
    await expect(bring({ functionName: 'refund' })).rejects.toMatchObject({
      code: 'function_not_found',
      message: expect.stringContaining('open the project that has it'),
    })
    await expect(bring({ payload: 'x'.repeat(128 * KIB_BYTES + 1) })).rejects.toMatchObject({
      code: 'payload_too_large',
    })
    await submit('pay', { taskId: 'mine' })
    await expect(bring({ requestId: 'mine' })).rejects.toMatchObject({ code: 'task_exists' })
    expect(letters()).toEqual([])
  })

  it('keeps a long payload whole', async () => {
    const { bring, queries } = await open()
    const payload = `"${'x'.repeat(100_000)}"`
    const { taskId } = await bring({ payload })
    const failure = await queries.failureOf({ accountId: ACCOUNT_ID, functionName: 'pay', taskId })
    expect(failure).toEqual({ payload, functionArn: 'acs:fc:cn-beijing:123:functions/pay' })
  })

  it('is not there when its turn fails', async () => {
    const { store, failTurn, letters, groups, tasks } = await open()
    let refused: unknown = null
    await failTurn(() => {
      const failure = {
        accountId: ACCOUNT_ID,
        functionName: 'pay',
        requestId: 'r',
        functionArn: 'acs:fc:::functions/pay',
      }
      store.commands
        .importFailure({
          ...failure,
          failedAtMs: 1,
          attemptCount: 1,
          errorType: 'UnhandledInvocationError',
          payload: '{}',
          errorBody: '{}',
        })
        .catch((error: unknown) => {
          refused = error
        })
    })
    expect(refused).toMatchObject({ code: 'disk_full' })
    expect([letters(), await groups(), await tasks.countTasks(ACCOUNT_ID)]).toEqual([[], [], []])
  })
})
