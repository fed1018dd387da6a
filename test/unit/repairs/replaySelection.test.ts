import { describe, expect, it } from 'vitest'
import { ACCOUNT_ID } from '../../support/openTestStore.ts'
import { CHARGE, openRepairs } from './openRepairs.ts'

describe('replaying a selection', () => {
  it('makes a new task of each, linked both ways, and leaves the old ones as they were', async () => {
    const { die, replay, batch, open, task, running, operations } = await openRepairs()
    const seqs = [await die('a'), await die('b')]
    const before = [task('a'), task('b')]

    const started = await replay({ seqs })
    expect(started).toMatchObject({ action: 'replay', state: 'Done', totalCount: 2, madeCount: 2, skippedCount: 0 })
    expect([task('a'), task('b')]).toEqual(before)
    expect(running().map(({ payload }) => payload)).toEqual(['{"order":"a"}', '{"order":"b"}'])

    const { items, states } = await batch(started.batchId)
    expect(items.map(({ number, task, outcome, detail }) => ({ number, task, outcome, detail }))).toEqual([
      { number: 1, task: { functionName: CHARGE, taskId: 'a' }, outcome: 'made', detail: null },
      { number: 2, task: { functionName: CHARGE, taskId: 'b' }, outcome: 'made', detail: null },
    ])
    expect(states).toEqual([{ state: 'Dequeued', count: 2 }])
    const madeId = items[0]?.made?.taskId ?? ''
    expect(await open('a')).toMatchObject({ replayOf: null, replays: [{ taskId: madeId, state: 'Dequeued' }] })
    expect(await open(madeId)).toMatchObject({ replayOf: { functionName: CHARGE, taskId: 'a' } })
    expect(operations().at(-1)).toEqual({
      action: 'batch.replay',
      target: CHARGE,
      count: 2,
      detail: { batchId: started.batchId, functions: [CHARGE] },
    })
  })

  it('names the task in the operator log when it is one', async () => {
    const { die, replay, operations } = await openRepairs()
    await replay({ seqs: [await die('a')] })
    expect(operations().at(-1)).toMatchObject({ target: `${CHARGE}/a`, count: 1 })
  })

  it('waits as long as was asked for before the new tasks run', async () => {
    const { die, replay, running, advanceMs } = await openRepairs()
    await replay({ seqs: [await die('a')] }, 60)
    expect(running()).toEqual([])
    advanceMs(60_000)
    expect(running()).toHaveLength(1)
  })

  it('takes a task that is named twice once', async () => {
    const { die, replay } = await openRepairs()
    const seq = await die('a')
    expect(await replay({ seqs: [seq, seq] })).toMatchObject({ totalCount: 1, madeCount: 1 })
  })

  it('leaves out what waits, runs, is gone or is being repaired, and says why', async () => {
    const { die, replay, batch, submit, create, settled, store, end } = await openRepairs()
    const again = await die('again')
    await replay({ seqs: [again] })
    const { seq: waiting } = await submit(CHARGE, { taskId: 'waiting', delaySeconds: 60 })
    await create('short-lived', { async: { maxAsyncRetryAttempts: 0 } })
    const orphan = await die('orphan', 'short-lived')
    await settled(store.commands.deleteFunction({ accountId: ACCOUNT_ID, functionName: 'short-lived' }))
    const fresh = await die('fresh')
    const { seq: fine } = await submit(CHARGE, { taskId: 'fine' })
    end('fine', 'succeeded')

    const { batchId } = await replay({ seqs: [again, waiting, orphan, 12_345, fresh, fine] })
    const { items, batch: whole } = await batch(batchId)
    expect(items.map(({ outcome, detail }) => detail ?? outcome)).toEqual([
      'already_repairing',
      'not_ended',
      'gone',
      'gone',
      'made',
      'made', // what succeeded may be repeated
    ])
    expect(items[3]?.task).toBeNull()
    expect(whole).toMatchObject({ madeCount: 2, skippedCount: 4, failedCount: 0, totalCount: 6 })
  })

  it('replays for the function that was made again under the name of a deleted one', async () => {
    const { die, replay, create, settled, store, running } = await openRepairs()
    await create('twice', { async: { maxAsyncRetryAttempts: 0 } })
    const seq = await die('a', 'twice')
    await settled(store.commands.deleteFunction({ accountId: ACCOUNT_ID, functionName: 'twice' }))
    const functionId = await create('twice')
    await replay({ seqs: [seq] })
    expect(running()).toMatchObject([{ functionId, payload: '{"order":"a"}' }])
  })

  it('is refused when nothing is left of it, and writes nothing', async () => {
    const { die, replay, operations, queries } = await openRepairs()
    const seq = await die('a')
    await replay({ seqs: [seq] })
    await expect(replay({ seqs: [seq] })).rejects.toMatchObject({
      code: 'nothing_to_repair',
      message: 'there is nothing to replay: 1 being repaired already',
      data: { skipped: [{ reason: 'already_repairing', count: 1 }] },
    })
    expect(operations()).toHaveLength(1)
    const { batches } = await queries.listBatches({ accountId: ACCOUNT_ID, limit: 10, cursor: null })
    expect(batches).toHaveLength(1)
  })

  it('is refused for tasks of another account', async () => {
    const { die, store, settled } = await openRepairs()
    const seq = await die('a')
    await settled(store.commands.allowAccessKey({ id: 'k', secret: 's', accountName: 'other' }))
    const request = { accountId: ACCOUNT_ID + 1, selection: { seqs: [seq] }, delaySeconds: 0 }
    await expect(settled(store.commands.replaySelection(request))).rejects.toMatchObject({ code: 'nothing_to_repair' })
  })
})

describe('the success of a replay', () => {
  it('resolves the dead letter in the same transaction, with its earlier replays that failed', async () => {
    const { die, replay, batch, end, letter, seqOf } = await openRepairs()
    const made = async (seq: number) => {
      const { items } = await batch((await replay({ seqs: [seq] })).batchId)
      return items[0]?.made?.taskId ?? ''
    }
    const first = await made(await die('a'))
    end(first, 'failed')
    expect(letter('a')).toMatchObject({ resolvedBy: null })
    expect(letter(first)).toMatchObject({ resolvedBy: null })

    const second = await made(seqOf(first))
    end(second, 'succeeded')
    const repaired = { resolvedBy: 'replay', resolvedSeq: seqOf(second) }
    expect([letter('a'), letter(first)]).toMatchObject([repaired, repaired])
    expect(letter(second)).toBeUndefined()
    await expect(replay({ seqs: [seqOf('a')] })).rejects.toMatchObject({
      data: { skipped: [{ reason: 'already_repaired', count: 1 }] },
    })
  })

  it('does so for a replay that was edited', async () => {
    const { die, store, settled, end, letter, operations } = await openRepairs()
    await die('a')
    const edited = { accountId: ACCOUNT_ID, functionName: CHARGE, taskId: 'a', newTaskId: 'mended', payload: '{}' }
    await settled(store.commands.replay({ ...edited, delaySeconds: 0 }))
    end('mended', 'succeeded')
    expect(letter('a')).toMatchObject({ resolvedBy: 'replay' })
    expect(operations().at(-1)).toEqual({
      action: 'task.replay',
      target: `${CHARGE}/a`,
      count: 1,
      detail: { functionName: CHARGE, taskId: 'a', newTaskId: 'mended', isEdited: true },
    })
  })

  it('leaves letters alone that it has nothing to do with', async () => {
    const { die, replay, running, end, letter } = await openRepairs()
    await die('other')
    await replay({ seqs: [await die('a')] })
    end(running()[0]?.taskId ?? '', 'succeeded')
    expect(letter('other')).toMatchObject({ resolvedBy: null })
  })
})

describe('replaying a group', () => {
  it('takes its open letters up to the plan, in the order in which they came, in slices', async () => {
    const { die, replay, batch, letter, queries } = await openRepairs()
    for (let number = 0; number < 250; number++) await die(`t${number}`)
    const { groupId } = letter('t0') ?? { groupId: 0 }
    const { selection } = await queries.planReplay({ accountId: ACCOUNT_ID, selection: { groupId } })
    await die('later')
    const started = await replay(selection)
    expect(started).toMatchObject({ groupId, state: 'Running', totalCount: 250, madeCount: 100 })
    const { batch: whole, items } = await batch(started.batchId)
    expect(whole).toMatchObject({ state: 'Done', madeCount: 250, skippedCount: 0 })
    expect(items.map(({ task }) => task?.taskId)).toEqual(Array.from({ length: 250 }, (_, number) => `t${number}`))
    expect(items.map(({ number }) => number)).toEqual(Array.from({ length: 250 }, (_, index) => index + 1))
  })

  it('runs each task once, however often the group was replayed before and failed again', async () => {
    const { die, replay, letter, running, end } = await openRepairs()
    await die('a')
    await die('b')
    const { groupId } = letter('a') ?? { groupId: 0 }
    for (let round = 0; round < 3; round++) {
      await replay({ groupId })
      expect(running()).toHaveLength(2)
      for (const { taskId } of running()) end(taskId ?? '', 'failed')
    }
    const { madeCount, skippedCount } = await replay({ groupId })
    expect([madeCount, skippedCount]).toEqual([2, 6])
    for (const { taskId } of running()) end(taskId ?? '', 'succeeded')
    await expect(replay({ groupId })).rejects.toMatchObject({
      code: 'nothing_to_repair',
      message: 'there is nothing to replay: the group has no open dead letter',
    })
  })

  it('counts letters as skipped that were resolved while it went on', async () => {
    const { die, store, turn, letter, seqOf, queries } = await openRepairs()
    for (let number = 0; number < 150; number++) await die(`t${number}`)
    const { groupId } = letter('t0') ?? { groupId: 0 }
    const request = { accountId: ACCOUNT_ID, selection: { groupId }, delaySeconds: 0 }
    const started = store.commands.replaySelection(request)
    const resolving = store.commands.resolveLetters({ accountId: ACCOUNT_ID, seqs: [seqOf('t120'), seqOf('t149')] })
    turn()
    await resolving
    await started
    const { batches } = await queries.listBatches({ accountId: ACCOUNT_ID, limit: 1, cursor: null })
    expect(batches).toMatchObject([{ state: 'Done', madeCount: 148, skippedCount: 2, totalCount: 150 }])
  })

  it('is refused for a group that does not exist', async () => {
    const { replay } = await openRepairs()
    await expect(replay({ groupId: 99 })).rejects.toMatchObject({ code: 'group_not_found' })
  })
})
