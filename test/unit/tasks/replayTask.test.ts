import { describe, expect, it } from 'vitest'
import { createTaskQueries } from '../../../electron/engine/tasks/taskQueries.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { ACCOUNT_ID, failed, openTestStore, succeeded } from '../../support/openTestStore.ts'

const AS_IT_WAS = { accountId: ACCOUNT_ID, payload: null, delaySeconds: 0 }

async function openReplays() {
  const test = openTestStore()
  await test.create('f', { async: { maxAsyncRetryAttempts: 1 } })
  const queries = createTaskQueries(test.db, test.clock)
  const open = (taskId: string) => queries.openTask({ accountId: ACCOUNT_ID, functionName: 'f', taskId })
  const replay = (taskId: string, newTaskId: string | null = null, functionName = 'f') =>
    test.settled(test.store.commands.replay({ ...AS_IT_WAS, functionName, taskId, newTaskId }))
  const links = () => test.db.prepare('SELECT count(*) AS count FROM task_link').get()
  return { ...test, open, replay, links }
}

describe('replaying a task', () => {
  it('makes a new task with its payload, linked both ways, and leaves the old one as it was', async () => {
    const { submit, replay, open, task, connect, report, clock } = await openReplays()
    await submit('f', { taskId: 'old', payload: '{"n":12345678901234567890}' })
    const scheduler = connect()
    report(scheduler, { ended: [{ key: scheduler.take()[0]!.key, end: succeeded(clock) }] })
    const before = task('old')

    const first = await replay('old', 'again')
    const second = await replay('old')
    const third = await replay('again')
    expect(first).toMatchObject({ taskId: 'again', requestId: expect.stringMatching(/^1-/) })
    expect(scheduler.take().map(({ payload }) => payload)).toEqual(Array(3).fill('{"n":12345678901234567890}'))

    expect(task('old')).toEqual(before)
    expect(await open('old')).toMatchObject({
      state: 'Succeeded',
      replayOf: null,
      replays: [
        { functionName: 'f', taskId: 'again', state: 'Dequeued' },
        { functionName: 'f', taskId: second.taskId, state: 'Dequeued' },
      ],
    })
    expect(await open('again')).toMatchObject({
      replayOf: { functionName: 'f', taskId: 'old' },
      replays: [{ taskId: third.taskId }],
    })
    expect(await open(third.taskId)).toMatchObject({ replayOf: { functionName: 'f', taskId: 'again' }, replays: [] })
  })

  it.each([
    ['bytes', new Uint8Array([255, 0, 1])],
    ['long bytes', new Uint8Array(100_000).fill(254)],
    ['long text', 'ü'.repeat(50_000)],
    ['nothing', ''],
  ])('copies %s exactly', async (_what, payload) => {
    const { store, settled, replay, open } = await openReplays()
    const request = { ...AS_IT_WAS, functionName: 'f', taskId: 'old', payload, delaySeconds: 0 }
    await settled(store.commands.submit(request))
    await replay('old', 'new')
    const copy = (await open('new')).payload
    expect(typeof copy === 'string' ? copy : new Uint8Array(copy)).toEqual(payload)
  })

  it('works in every state of the old task', async () => {
    const { submit, replay, open, db, connect, report, clock, stop, turn, stateOf, advanceMs } = await openReplays()
    const states = new Set<string>()
    const replayNow = async (taskId: string) => {
      states.add(String(stateOf(taskId)))
      const { taskId: newId } = await replay(taskId)
      expect((await open(newId)).replayOf).toEqual({ functionName: 'f', taskId })
    }
    await submit('f', { taskId: 'waiting' })
    await replayNow('waiting') // Enqueued
    const scheduler = connect()
    await replayNow('waiting') // Dequeued
    const { key } = scheduler.take().find(({ taskId }) => taskId === 'waiting')!
    report(scheduler, { started: [key] })
    await replayNow('waiting') // Running
    report(scheduler, { ended: [{ key, end: failed(clock) }] })
    await replayNow('waiting') // Retrying
    advanceMs(3_000)
    report(scheduler, { started: [key] })
    await stop('f', 'waiting')
    await replayNow('waiting') // Stopping
    report(scheduler, { ended: [{ key, end: { outcome: 'stopped', facts: null } }] })
    await replayNow('waiting') // Stopped
    turn()
    for (const state of ['Succeeded', 'Failed', 'Expired', 'Invalid']) {
      await submit('f', { taskId: `it-${state}`, delaySeconds: 60 })
      db.prepare('UPDATE task SET state = ?, place = 3, ended_at_ms = 1 WHERE id = ?').run(state, `it-${state}`)
      await replayNow(`it-${state}`)
    }
    expect([...states].toSorted()).toEqual([...taskStates.states].toSorted())
  })

  it('works for a plain asynchronous call', async () => {
    const { create, submit, replay, open, store, settled } = await openReplays()
    await create('plain', { async: { asyncTask: false } })
    const { taskId } = await submit('plain', { payload: 'x' })
    const again = await settled(store.commands.replay({ ...AS_IT_WAS, functionName: 'plain', taskId, newTaskId: null }))
    expect(again.taskId).not.toBe(taskId)
    await expect(replay(taskId)).rejects.toMatchObject({ code: 'task_not_found' })
    await expect(open(again.taskId)).rejects.toMatchObject({ code: 'task_not_found' }) // it is of the other function
  })

  it('runs the function that lives under the name now, with a payload from before', async () => {
    const { submit, replay, open, store, settled, create } = await openReplays()
    await submit('f', { taskId: 'old', payload: 'from before' })
    await settled(store.commands.deleteFunction({ accountId: ACCOUNT_ID, functionName: 'f' }))
    await expect(replay('old')).rejects.toMatchObject({ code: 'function_not_found' })
    await create('f')
    const { taskId } = await replay('old')
    expect(await open(taskId)).toMatchObject({ payload: 'from before', replayOf: { taskId: 'old' } })
  })

  it('is refused, without a trace, when there is no such task or the new id is taken or none', async () => {
    const { submit, replay, links } = await openReplays()
    await submit('f', { taskId: 'old' })
    await expect(replay('none')).rejects.toMatchObject({ code: 'task_not_found' })
    await expect(replay('old', 'old')).rejects.toMatchObject({ code: 'task_exists' })
    expect(() => replay('old', '1 2')).toThrow(expect.objectContaining({ code: 'invalid_input' }))
    expect(links()).toEqual({ count: 0 })
  })

  it('leaves neither task nor link when its turn fails', async () => {
    const { submit, failTurn, store, links, task } = await openReplays()
    await submit('f', { taskId: 'old' })
    let outcome: unknown
    await failTurn(() => {
      const request = { ...AS_IT_WAS, functionName: 'f', taskId: 'old', newTaskId: 'new' }
      void store.commands.replay(request).catch((error) => (outcome = error))
    })
    expect(outcome).toMatchObject({ code: 'disk_full' })
    expect([task('new'), links()]).toEqual([undefined, { count: 0 }])
  })
})
