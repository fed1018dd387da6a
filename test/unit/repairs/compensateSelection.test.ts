import { describe, expect, it } from 'vitest'
import { ACCOUNT_ID } from '../../support/openTestStore.ts'
import { CHARGE, openRepairs, REFUND } from './openRepairs.ts'

type Repairs = Awaited<ReturnType<typeof openRepairs>>

const keyOf = (test: Repairs, taskId: string) => `compensate-${test.task(taskId)?.request_id ?? taskId}`
const reasons = (count: number, reason: string) => ({ data: { skipped: [{ reason, count }] } })
const nameCompensation = ({ store, settled }: Repairs, compensation: string | null) =>
  settled(store.commands.updateFunction({ accountId: ACCOUNT_ID, functionName: CHARGE }, { compensation }))

describe('compensating a dead letter', () => {
  it('runs the function that is named with the failure context, linked both ways, under its key', async () => {
    const test = await openRepairs()
    const { die, compensate, queries, running, open, operations, clock } = test
    const seq = await die('a')
    const selection = { seqs: [seq] }
    const plan = await queries.planCompensation({ accountId: ACCOUNT_ID, selection })
    const batch = await compensate(selection)
    expect(batch).toMatchObject({ action: 'compensate', state: 'Done', madeCount: 1 })

    const [run] = running()
    expect(run?.taskId).toBe(keyOf(test, 'a'))
    expect(JSON.parse(String(run?.payload))).toEqual({
      timestamp: clock.nowMs(),
      requestContext: {
        requestId: test.task('a')?.request_id,
        functionArn: expect.stringMatching(/^acs:fc:[\w-]*:\d{16}:functions\/charge$/),
        condition: 'UnhandledInvocationError',
        approximateInvokeCount: 1,
      },
      requestPayload: '{"order":"a"}',
      responseContext: { statusCode: 200, functionError: 'UnhandledInvocationError' },
      responsePayload: '{"errorMessage":"boom"}',
    })
    const task = { functionName: CHARGE, taskId: 'a' }
    expect(plan.sample).toEqual({ task, compensation: REFUND, payload: run?.payload, taskId: run?.taskId })
    expect(plan.plans).toEqual([{ functionName: CHARGE, compensation: REFUND, problem: null, count: 1 }])

    const made = { functionName: REFUND, taskId: run?.taskId }
    expect(await open('a')).toMatchObject({ compensations: [{ ...made, state: 'Dequeued', endedAtMs: null }] })
    expect(await open(run?.taskId ?? '', REFUND)).toMatchObject({ compensationOf: task, replayOf: null })
    expect(operations().at(-1)).toEqual({
      action: 'batch.compensate',
      target: `${CHARGE}/a`,
      count: 1,
      detail: { batchId: batch.batchId, functions: [CHARGE], compensations: [REFUND] },
    })
  })

  it('runs once, however often it is asked for', async () => {
    const test = await openRepairs()
    const { die, compensate, replay, running, end, letter } = test
    const selection = { seqs: [await die('a')] }
    await compensate(selection)
    await expect(compensate(selection)).rejects.toMatchObject(reasons(1, 'already_repairing'))
    await expect(replay(selection)).rejects.toMatchObject(reasons(1, 'already_repairing'))
    end(keyOf(test, 'a'), 'succeeded')
    expect(letter('a')).toMatchObject({ resolvedBy: 'compensation', resolvedSeq: test.seqOf(keyOf(test, 'a')) })
    await expect(compensate(selection)).rejects.toMatchObject(reasons(1, 'already_repaired'))
    expect(running()).toEqual([])
  })

  it('once for two clicks in one turn', async () => {
    const test = await openRepairs()
    const request = { accountId: ACCOUNT_ID, selection: { seqs: [await test.die('a')] } }
    const clicks = [1, 2].map(() => test.store.commands.compensateSelection(request))
    test.turn()
    expect((await Promise.allSettled(clicks)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(test.running()).toHaveLength(1)
  })

  it('may be followed by a replay, because it undid what the task had done', async () => {
    const test = await openRepairs()
    const { die, compensate, replay, end } = test
    const selection = { seqs: [await die('a')] }
    await compensate(selection)
    end(keyOf(test, 'a'), 'succeeded')
    expect(await replay(selection)).toMatchObject({ madeCount: 1 })
  })

  it('is not needed once a replay has succeeded', async () => {
    const { die, compensate, replay, running, end } = await openRepairs()
    const selection = { seqs: [await die('a')] }
    await replay(selection)
    end(running()[0]?.taskId ?? '', 'succeeded')
    await expect(compensate(selection)).rejects.toMatchObject(reasons(1, 'already_repaired'))
  })

  it('is for dead letters only', async () => {
    const { submit, end, stop, compensate, seqOf } = await openRepairs()
    await submit(CHARGE, { taskId: 'fine' })
    end('fine', 'succeeded')
    await submit(CHARGE, { taskId: 'stopped', delaySeconds: 9 })
    await stop(CHARGE, 'stopped')
    await submit(CHARGE, { taskId: 'waiting', delaySeconds: 9 })
    const outcome = compensate({ seqs: ['fine', 'stopped', 'waiting'].map(seqOf) })
    await expect(outcome).rejects.toMatchObject({
      code: 'nothing_to_repair',
      message: 'there is nothing to compensate: 2 no dead letter, 1 not ended yet',
    })
  })
})

describe('a compensation that fails', () => {
  it('leaves the letter open, is a dead letter of its own, and shows at both ends', async () => {
    const test = await openRepairs()
    const { die, compensate, end, letter, open } = test
    await compensate({ seqs: [await die('a')] })
    const key = keyOf(test, 'a')
    end(key, 'failed')
    expect(letter('a')).toMatchObject({ resolvedBy: null })
    expect(letter(key)).toMatchObject({ resolvedBy: null })
    expect((await open('a')).compensations).toMatchObject([{ functionName: REFUND, taskId: key, state: 'Failed' }])
    expect(await open(key, REFUND)).toMatchObject({ compensationOf: { taskId: 'a' }, letter: { groupState: 'New' } })
  })

  it('may be followed by another one, under a key with a number', async () => {
    const test = await openRepairs()
    const { die, compensate, end, letter, running, seqOf } = test
    const selection = { seqs: [await die('a')] }
    const key = keyOf(test, 'a')
    for (const id of [key, `${key}-2`]) {
      await compensate(selection)
      expect(running().map(({ taskId }) => taskId)).toEqual([id])
      end(id, 'failed')
    }
    await compensate(selection)
    end(`${key}-3`, 'succeeded')
    const resolved = { resolvedBy: 'compensation', resolvedSeq: seqOf(`${key}-3`) }
    expect(['a', key, `${key}-2`].map(letter)).toMatchObject([resolved, resolved, resolved])
  })

  it('repairs the letter when it is replayed with success', async () => {
    const test = await openRepairs()
    const { die, compensate, replay, end, letter, running, seqOf } = test
    await compensate({ seqs: [await die('a')] })
    const key = keyOf(test, 'a')
    end(key, 'failed')
    await replay({ seqs: [seqOf(key)] })
    const again = running()[0]?.taskId ?? ''
    await expect(compensate({ seqs: [seqOf('a')] })).rejects.toMatchObject(reasons(1, 'already_repairing'))
    end(again, 'succeeded')
    expect(letter('a')).toMatchObject({ resolvedBy: 'compensation', resolvedSeq: seqOf(again) })
    expect(letter(key)).toMatchObject({ resolvedBy: 'replay', resolvedSeq: seqOf(again) })
  })

  it('is compensated itself without repairing what it was for', async () => {
    const test = await openRepairs()
    const { die, compensate, create, end, letter, running, seqOf, settled, store } = test
    await create('undo-refund', { async: { maxAsyncRetryAttempts: 0 } })
    const target = { accountId: ACCOUNT_ID, functionName: REFUND }
    await settled(store.commands.updateFunction(target, { compensation: 'undo-refund' }))
    await compensate({ seqs: [await die('a')] })
    const key = keyOf(test, 'a')
    end(key, 'failed')
    await compensate({ seqs: [seqOf(key)] })
    end(running()[0]?.taskId ?? '', 'succeeded')
    expect([letter('a'), letter(key)]).toMatchObject([{ resolvedBy: null }, { resolvedBy: 'compensation' }])
  })
})

describe('a replay that failed after a compensation', () => {
  it('is compensated for itself', async () => {
    const test = await openRepairs()
    const { die, compensate, replay, end, letter, running, seqOf } = test
    const selection = { seqs: [await die('a')] }
    await compensate(selection)
    end(keyOf(test, 'a'), 'succeeded')
    await replay(selection)
    const again = running()[0]?.taskId ?? ''
    end(again, 'failed')
    expect(await compensate({ seqs: [seqOf(again)] })).toMatchObject({ madeCount: 1 })
    end(keyOf(test, again), 'succeeded')
    expect(letter(again)).toMatchObject({ resolvedBy: 'compensation' })
  })
})

describe('without a compensation function', () => {
  it.each([
    ['that is named', null, /^'charge' names no compensation function: name one on its page, or with "taskyard/],
    ['other than itself', CHARGE, /^'charge' names itself as its compensation function: name another one$/],
    ['that exists', 'nowhere', /^'nowhere', the compensation function of 'charge', does not exist: add it, or name/],
  ])('%s, nothing runs, and the refusal and the plan say why', async (_what, compensation, text) => {
    const test = await openRepairs()
    await nameCompensation(test, compensation)
    const selection = { seqs: [await test.die('a')] }
    await expect(test.compensate(selection)).rejects.toMatchObject({
      code: 'compensation_missing',
      message: expect.stringMatching(text),
    })
    const plan = await test.queries.planCompensation({ accountId: ACCOUNT_ID, selection })
    expect(plan).toMatchObject({ newCount: 0, skipped: [{ reason: 'no_compensation', count: 1 }], sample: null })
    const problem = expect.stringMatching(text)
    expect(plan.plans).toEqual([{ functionName: CHARGE, compensation, problem, count: 1 }])
    expect(test.running()).toEqual([])
  })

  it('that was deleted while a batch was being done, the rest is left out', async () => {
    const test = await openRepairs()
    const { die, turn, store, queries, letter } = test
    for (let number = 0; number < 150; number++) await die(`t${number}`)
    const { groupId } = letter('t0') ?? { groupId: 0 }
    const started = store.commands.compensateSelection({ accountId: ACCOUNT_ID, selection: { groupId } })
    const deleted = store.commands.deleteFunction({ accountId: ACCOUNT_ID, functionName: REFUND })
    turn()
    await Promise.all([started, deleted])
    const { batches } = await queries.listBatches({ accountId: ACCOUNT_ID, limit: 1, cursor: null })
    expect(batches).toMatchObject([{ state: 'Done', madeCount: 100, skippedCount: 50 }])
    const { items } = await test.batch(batches[0]?.batchId ?? 0)
    expect(items.at(-1)).toMatchObject({ outcome: 'skipped', detail: 'no_compensation' })
  })

  it('that still lives when its turn comes, it is Invalid and the letter stays open', async () => {
    const test = await openRepairs()
    const { die, compensate, store, settled, letter, stateOf, connect } = test
    const seq = await die('a')
    test.store.disconnectScheduler()
    await compensate({ seqs: [seq] })
    await settled(store.commands.deleteFunction({ accountId: ACCOUNT_ID, functionName: REFUND }))
    connect()
    expect(stateOf(keyOf(test, 'a'))).toBe('Invalid')
    expect([letter('a'), letter(keyOf(test, 'a'))]).toMatchObject([{ resolvedBy: null }, { resolvedBy: null }])
  })
})

describe('a failure context that is larger than a payload may be', () => {
  it('fails its item with a clear text and holds nothing else up', async () => {
    const { submit, end, die, compensate, batch } = await openRepairs()
    const { seq: big } = await submit(CHARGE, { taskId: 'big', payload: '"'.repeat(100_000) })
    end('big', 'failed')
    const { batchId } = await compensate({ seqs: [big, await die('small')] })
    const { items, batch: whole } = await batch(batchId)
    expect(whole).toMatchObject({ state: 'Done', madeCount: 1, failedCount: 1 })
    expect(items[0]).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/^the payload has \d+ bytes; an/),
    })
  })
})
