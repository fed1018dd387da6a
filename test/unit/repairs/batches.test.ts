import { describe, expect, it } from 'vitest'
import { ACCOUNT_ID } from '../../support/openTestStore.ts'
import { CHARGE, openRepairs } from './openRepairs.ts'

type Repairs = Awaited<ReturnType<typeof openRepairs>>

/** Dead letters of one group, straight into the database: thousands of ends would take seconds. */
function seed({ db }: Repairs, count: number): number[] {
  const functionId = db.prepare<[string], { id: number }>('SELECT id FROM function WHERE name = ?').get(CHARGE)?.id
  const groupId = db
    .prepare<[], { id: number }>(`
      INSERT INTO dead_group (account_id, fingerprint, message, state, state_at_ms, first_seen_ms, last_seen_ms,
                              total_count, open_count)
      VALUES (1, 'seeded', 'boom', 'New', 0, 0, 0, ${count}, ${count}) RETURNING id`)
    .get()?.id
  const first = Date.UTC(2025, 0, 1) * 1_024
  db.prepare(`
    INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms,
                      ended_at_ms, attempt_count, error_type, error_body, payload)
    WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ${count})
    SELECT ${first} + n, ${functionId}, 'seeded-' || n, 'Failed', 1, 1, 0, 0, 3, 0, 0, 1,
           'UnhandledInvocationError', '{}', '{}' FROM number`).run()
  db.prepare(`
    INSERT INTO dead_letter (task_seq, group_id, died_at_ms)
    SELECT seq, ${groupId}, 0 FROM task WHERE seq BETWEEN ${first} AND ${first + count} ORDER BY seq`).run()
  return Array.from({ length: count }, (_, index) => first + index)
}
/** A store whose account takes in three tasks, with five dead letters. */
async function openFull() {
  const test = await openRepairs({ machineConcurrency: 1 })
  const seqs = seed(test, 5)
  test.db.prepare('UPDATE account SET backlog_limit = 3').run()
  const full = await openRepairs({ db: test.db, clock: test.clock, machineConcurrency: 1 })
  return { ...full, seqs }
}
const counts = async ({ batch }: Repairs, batchId: number) => {
  const { state, madeCount, skippedCount, failedCount, refusal } = (await batch(batchId)).batch
  return { state, madeCount, skippedCount, failedCount, refusal }
}

describe('a batch that meets a full backlog', () => {
  it('waits, says why, and goes on when there is room', async () => {
    const test = await openFull()
    const { batchId } = await test.replay({ seqs: test.seqs })
    const refusal = expect.stringMatching(/^\d tasks of this account already wait, its limit is 3/)
    expect(await counts(test, batchId)).toMatchObject({ state: 'Running', failedCount: 0, refusal })
    for (let done = 0; done < 5; done++) {
      test.end(test.running()[0]?.taskId ?? '', 'succeeded')
      test.advanceMs(1_000)
    }
    expect(await counts(test, batchId)).toEqual({ state: 'Done', madeCount: 5, skippedCount: 0, failedCount: 0 })
  })

  it('fails what is left after an hour of refusals, with the reason', async () => {
    const test = await openFull()
    const { batchId } = await test.replay({ seqs: test.seqs })
    for (let minutes = 0; minutes < 59; minutes++) test.advanceMs(60_000)
    expect(await counts(test, batchId)).toMatchObject({ state: 'Running', failedCount: 0 })
    test.advanceMs(2 * 60_000)
    const { batch, items } = await test.batch(batchId)
    expect(batch).toMatchObject({ state: 'Done', totalCount: 5 })
    expect(batch.madeCount + batch.failedCount).toBe(5)
    expect(items.at(-1)).toMatchObject({ outcome: 'failed', detail: expect.stringMatching(/its limit is 3/) })
  })
})

describe('a batch that was refused when its host stopped, or its machine slept', () => {
  it('has its hour of trying from then on', async () => {
    const test = await openFull()
    const { batchId } = await test.replay({ seqs: test.seqs })
    test.clock.advanceMs(2 * 3_600_000)
    const next = await openRepairs({ db: test.db, clock: test.clock, machineConcurrency: 1 })
    next.advanceMs(1_000)
    expect(await counts(next, batchId)).toMatchObject({ state: 'Running', failedCount: 0 })
    next.advanceMs(2 * 3_600_000)
    expect(await counts(next, batchId)).toMatchObject({ state: 'Running', failedCount: 0 })
  })
})

describe('a batch that is aborted', () => {
  it('makes nothing more, keeps what was made, and cannot be aborted again', async () => {
    const test = await openRepairs()
    const selection = { seqs: seed(test, 450) }
    const target = { accountId: ACCOUNT_ID, batchId: test.clock.nowMs() * 1_024 } // the first one of this instant
    const { replaySelection, abortBatch } = test.store.commands
    const started = replaySelection({ accountId: ACCOUNT_ID, selection, delaySeconds: 0 })
    const aborted = await test.settled(abortBatch(target))
    expect(await started).toMatchObject({ batchId: target.batchId, state: 'Running', madeCount: 100 })
    expect(aborted).toMatchObject({ state: 'Aborted', totalCount: 450, madeCount: 100 })
    expect(await counts(test, target.batchId)).toMatchObject({ state: 'Aborted', madeCount: 100 })
    expect(test.running()).toHaveLength(100)
    await expect(test.settled(abortBatch(target))).rejects.toMatchObject({ code: 'batch_ended' })
    expect(test.operations().at(-1)).toMatchObject({ action: 'batch.abort', count: 350 })

    const rest = await test.replay(selection)
    await test.settled(Promise.resolve())
    expect(await counts(test, rest.batchId)).toMatchObject({ state: 'Done', madeCount: 350, skippedCount: 100 })
  })

  it('has to exist, and to be of the account', async () => {
    const { store, settled } = await openRepairs()
    const outcome = settled(store.commands.abortBatch({ accountId: ACCOUNT_ID, batchId: 1 }))
    await expect(outcome).rejects.toMatchObject({ code: 'batch_not_found' })
  })
})

describe('a turn that fails because the disk is full', () => {
  it('leaves nothing of a batch that began in it', async () => {
    const test = await openRepairs()
    const selection = { seqs: seed(test, 450) }
    const request = { accountId: ACCOUNT_ID, selection, delaySeconds: 0 }
    let refusal: unknown = null
    await test.failTurn(() => void test.store.commands.replaySelection(request).catch((error) => (refusal = error)))
    expect(refusal).toMatchObject({ code: 'disk_full' })
    expect(test.db.prepare('SELECT count(*) AS count FROM batch_item').get()).toEqual({ count: 0 })
    expect(test.running()).toEqual([])
    const { batchId } = await test.replay(selection)
    expect(await counts(test, batchId)).toMatchObject({ state: 'Done', madeCount: 450 })
  })

  it('leaves a batch that goes on in it where it was', async () => {
    const test = await openFull()
    const { batchId } = await test.replay({ seqs: test.seqs })
    await test.failTurn(() => {})
    for (let done = 0; done < 5; done++) {
      test.end(test.running()[0]?.taskId ?? '', 'succeeded')
      test.advanceMs(1_000)
    }
    expect(await counts(test, batchId)).toEqual({ state: 'Done', madeCount: 5, skippedCount: 0, failedCount: 0 })
  })
})

describe('several batches at once', () => {
  it('share each turn, so that a long one holds up no short one', async () => {
    const test = await openRepairs()
    const seqs = seed(test, 1_000)
    const { replaySelection } = test.store.commands
    const replay = (part: number[]) =>
      replaySelection({ accountId: ACCOUNT_ID, selection: { seqs: part }, delaySeconds: 0 })
    const endOf = async ({ batchId }: { batchId: number }) => (await test.batch(batchId)).batch
    const started = [replay(seqs.slice(0, 900)), replay(seqs.slice(900))]
    test.turn()
    const [long, short] = await Promise.all(started)
    expect([await endOf(long!), await endOf(short!)]).toMatchObject([
      { state: 'Done', madeCount: 900 },
      { state: 'Done', madeCount: 100 },
    ])
    const last = (batchId: number) =>
      test.db.prepare('SELECT max(made_seq) AS seq FROM batch_item WHERE batch_id = ?').get(batchId) as { seq: number }
    expect(last(short!.batchId).seq).toBeLessThan(last(long!.batchId).seq)
  })
})

describe('the plan of a replay', () => {
  it('counts what is new and what is left out, and names functions, code and destinations that fire again', async () => {
    const test = await openRepairs()
    const destinationConfig = {
      onSuccess: { destination: 'acs:fc:::functions/refund' },
      onFailure: { destination: 'https://shop.example/failed' },
    }
    const seqs = [await test.die('a'), await test.die('b'), await test.die('c')]
    await test.replay({ seqs: [seqs[0] ?? 0] })
    const asyncConfig = {
      asyncTask: true,
      maxAsyncRetryAttempts: 0,
      maxAsyncEventAgeInSeconds: 60,
      destinationConfig,
    }
    const target = { accountId: ACCOUNT_ID, functionName: CHARGE }
    await test.settled(test.store.commands.updateFunction(target, { asyncConfig }))
    const plan = await test.queries.planReplay({ accountId: ACCOUNT_ID, selection: { seqs } })
    expect(plan).toEqual({
      selection: { seqs },
      frozenAtMs: expect.any(Number),
      totalCount: 3,
      newCount: 2,
      skipped: [{ reason: 'already_repairing', count: 1 }],
      functions: [{ functionName: CHARGE, count: 2, codeHash: 'hash-1' }],
      destinations: [
        { functionName: CHARGE, cause: 'success', target: 'acs:fc:::functions/refund' },
        { functionName: CHARGE, cause: 'failure', target: 'https://shop.example/failed' },
      ],
    })
  })

  it('judges 10,000 tasks of a larger group one by one and takes the others for new', async () => {
    const test = await openRepairs()
    seed(test, 10_500)
    const plan = await test.queries.planReplay({ accountId: ACCOUNT_ID, selection: { groupId: 1 } })
    expect(plan).toMatchObject({ totalCount: 10_500, newCount: 10_500, functions: [{ count: 10_500 }] })
    expect(plan.selection).toEqual({ groupId: 1, lastLetterId: 10_500 })
  })

  it('of a group that does not exist is refused', async () => {
    const { queries } = await openRepairs()
    const query = { accountId: ACCOUNT_ID, selection: { groupId: 9 } }
    await expect(queries.planReplay(query)).rejects.toMatchObject({ code: 'group_not_found' })
    await expect(queries.planCompensation(query)).rejects.toMatchObject({ code: 'group_not_found' })
  })
})

describe('batches', () => {
  it('are listed the latest first, in pages', async () => {
    const test = await openRepairs()
    const seqs = seed(test, 5)
    for (const seq of seqs) {
      await test.replay({ seqs: [seq] })
      test.clock.advanceMs(1)
    }
    const page = (cursor: string | null) => test.queries.listBatches({ accountId: ACCOUNT_ID, limit: 3, cursor })
    const first = await page(null)
    const second = await page(first.nextCursor)
    const ids = [...first.batches, ...second.batches].map(({ batchId }) => batchId)
    expect(ids).toEqual(ids.toSorted((a, b) => b - a))
    expect([ids.length, second.nextCursor]).toEqual([5, null])
    await expect(page('junk')).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await test.queries.listBatches({ accountId: 99, limit: 3, cursor: null })).toMatchObject({ batches: [] })
  })

  it('give their items in pages, all or those of one outcome', async () => {
    const test = await openRepairs()
    const { batchId } = await test.replay({ seqs: [1, ...seed(test, 3), 2] })
    const page = (afterNumber: number, outcome: 'made' | 'skipped' | null = null) =>
      test.queries.getBatch({ accountId: ACCOUNT_ID, batchId, outcome, afterNumber, limit: 2 })
    const numbers = ({ items }: { items: { number: number }[] }) => items.map(({ number }) => number)
    const pages = [await page(0), await page(2), await page(4)]
    expect(pages.map(numbers)).toEqual([[1, 2], [3, 4], [5]])
    expect(pages.map(({ nextNumber }) => nextNumber)).toEqual([2, 4, null])
    expect(numbers(await page(0, 'skipped'))).toEqual([1, 5])
    expect(numbers(await page(3, 'made'))).toEqual([4])
    await expect(page(0).then(() => test.batch(7))).rejects.toMatchObject({ code: 'batch_not_found' })
  })
})
