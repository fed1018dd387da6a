/** Every task that ends for good without success is a dead letter of a group, in the transaction that ends it. */
import { describe, expect, it } from 'vitest'
import { DAY_MS, MINUTE_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, failed, succeeded } from '../../support/openTestStore.ts'
import { errorBody, ONE_ATTEMPT, openInbox } from './inboxStore.ts'

const STACK = ['TypeError: no card 7', '    at charge (/code/src/pay.js:12:5)', '    at node:internal/x:1:1']

describe('a task that ended', () => {
  it('as Failed is a dead letter, with what its error says', async () => {
    const { create, fail, onlyGroup, letters } = openInbox()
    await create('pay', ONE_ATTEMPT)
    const [seq] = await fail('pay', errorBody('no card 7', 'FunctionUnhandledError: TypeError', STACK))
    const group = await onlyGroup()
    expect(group).toMatchObject({
      errorClass: 'TypeError',
      message: 'no card N',
      frame: 'src/pay.js charge',
      state: 'New',
      functions: ['pay'],
      openCount: 1,
      totalCount: 1,
    })
    expect(letters()).toEqual([{ taskSeq: seq, groupId: group.groupId, resolvedAtMs: null, resolvedBy: null }])
  })

  it('after retries is one only when the last of them failed', async () => {
    const { create, submit, report, scheduler, clock, advanceMs, letters } = openInbox()
    await create('pay', { async: { maxAsyncRetryAttempts: 1 } })
    const { seq } = await submit('pay')
    report(scheduler, { ended: [{ key: seq, end: failed(clock) }] })
    expect(letters()).toEqual([])
    advanceMs(10_000)
    report(scheduler, { ended: [{ key: seq, end: failed(clock) }] })
    expect(letters()).toHaveLength(1)
  })

  it('as a plain asynchronous call is one, too', async () => {
    const { create, fail, letters } = openInbox()
    await create('pay', { async: { asyncTask: false, maxAsyncRetryAttempts: 0 } })
    await fail('pay', errorBody('boom'))
    expect(letters()).toHaveLength(1)
  })

  it('as Expired is one without a class', async () => {
    const { create, submit, clock, onlyGroup, stateOf } = openInbox({ machineConcurrency: 1 })
    await create('slow', { async: { maxAsyncEventAgeInSeconds: 60 } })
    await submit('slow', { taskId: 'first' }) // has the only place
    await submit('slow', { taskId: 'late' })
    clock.advanceMs(10 * MINUTE_MS)
    await create('other') // any turn looks at the head of the queue
    expect(stateOf('late')).toBe('Expired')
    expect(await onlyGroup()).toMatchObject({ errorClass: null, message: 'waited …, longer than its maximum age' })
  })

  it('as Invalid is one without a class', async () => {
    const { create, submit, report, scheduler, onlyGroup } = openInbox()
    await create('old')
    const { seq } = await submit('old')
    report(scheduler, { ended: [{ key: seq, end: { outcome: 'invalid', reason: 'no interpreter of php7 is here' } }] })
    expect(await onlyGroup()).toMatchObject({
      errorClass: null,
      message: 'no interpreter of phpN is here',
      frame: null,
    })
  })

  it('as Succeeded or Stopped is none', async () => {
    const { create, submit, stop, report, scheduler, clock, letters, groups } = openInbox()
    await create('pay')
    const { seq } = await submit('pay')
    report(scheduler, { ended: [{ key: seq, end: succeeded(clock) }] })
    await submit('pay', { taskId: 'b', delaySeconds: 60 })
    await stop('pay', 'b')
    expect([letters(), await groups()]).toEqual([[], []])
  })
})

describe('a group', () => {
  it('has all that failed alike, and counts them once a turn', async () => {
    const { create, fail, groups, db, clock } = openInbox()
    await create('pay', ONE_ATTEMPT)
    await create('refund', ONE_ATTEMPT)
    const bodies = Array.from({ length: 50 }, (_, at) => errorBody(at % 2 === 0 ? `order ${at} is gone` : 'no card'))
    const before = db.prepare<[], { count: number }>('SELECT total_changes() AS count').get()?.count ?? 0
    await fail('pay', bodies)
    const after = db.prepare<[], { count: number }>('SELECT total_changes() AS count').get()?.count ?? 0
    // a task is inserted, granted and ended; each is one letter; groups come on top
    expect(after - before).toBeLessThan(50 * 4 + 20)
    clock.advanceMs(1_000)
    await fail('refund', errorBody('order 7 is gone'))
    const shown = (await groups()).map(({ message, totalCount, functions }) => ({ message, totalCount, functions }))
    expect(shown).toEqual([
      { message: 'order N is gone', totalCount: 26, functions: ['refund', 'pay'] },
      { message: 'no card', totalCount: 25, functions: ['pay'] },
    ])
  })

  it('is of one account', async () => {
    const { create, fail, queries } = openInbox()
    await create('pay', ONE_ATTEMPT)
    await fail('pay', errorBody('boom'))
    const other = await queries.listGroups({
      accountId: ACCOUNT_ID + 1,
      show: 'all',
      text: null,
      limit: 10,
      cursor: null,
    })
    expect(other.groups).toEqual([])
    expect(other.totals.openGroups).toBe(0)
  })

  it('knows which code failed, and whether that is the code of now', async () => {
    const { create, fail, instance, scheduler, onlyGroup, opened, clock } = openInbox()
    const functionId = await create('pay', ONE_ATTEMPT)
    instance(scheduler, { id: 'c-old', functionId, codeHash: 'hash-0' })
    instance(scheduler, { id: 'c-new', functionId, codeHash: 'hash-1' })
    await fail('pay', errorBody('boom'), 'c-old')
    clock.advanceMs(1_000)
    await fail('pay', [errorBody('boom'), errorBody('boom')], 'c-new')
    const { groupId, firstSeenMs, lastSeenMs } = await onlyGroup()
    expect(lastSeenMs - firstSeenMs).toBe(1_000)
    const { versions } = await opened(groupId)
    expect(versions).toEqual([
      { functionName: 'pay', codeHash: 'hash-1', isCurrent: true, count: 2, firstSeenMs: lastSeenMs, lastSeenMs },
      { functionName: 'pay', codeHash: 'hash-0', isCurrent: false, count: 1, firstSeenMs, lastSeenMs: firstSeenMs },
    ])
  })

  it('shows what came in the last two hours or, when it is older, in the last day', async () => {
    const { create, fail, onlyGroup, clock } = openInbox()
    await create('pay', ONE_ATTEMPT)
    await fail('pay', errorBody('boom'))
    clock.advanceMs(6 * MINUTE_MS)
    await fail('pay', [errorBody('boom'), errorBody('boom')])
    const young = await onlyGroup()
    expect(young.historyStepMs).toBe(5 * MINUTE_MS)
    expect(young.history).toHaveLength(24)
    expect(young.history.at(-1)).toBe(2)
    expect(young.history.reduce((sum, one) => sum + one)).toBe(3)
    clock.advanceMs(3 * 60 * MINUTE_MS)
    const older = await onlyGroup()
    expect(older.historyStepMs).toBe(60 * MINUTE_MS)
    expect(older.history.slice(-5).reduce((sum, one) => sum + one)).toBe(3)
    clock.advanceMs(2 * DAY_MS)
    expect((await onlyGroup()).history).toEqual(new Array(24).fill(0))
    await fail('pay', errorBody('boom'))
    expect((await onlyGroup()).history.at(-1)).toBe(1)
  })
})

describe('a turn that fails', () => {
  it('leaves no letter behind and no count, and the report makes them when there is space again', async () => {
    const { create, submit, store, scheduler, failTurn, clock, letters, onlyGroup } = openInbox()
    await create('pay', ONE_ATTEMPT)
    const { seq } = await submit('pay')
    await failTurn(() => {
      store.report(scheduler.lease, {
        kind: 'report',
        started: [],
        ended: [{ key: seq, end: failed(clock, errorBody('boom')) }],
        instances: [],
        depths: [],
      })
    })
    expect(letters()).toHaveLength(1)
    expect(await onlyGroup()).toMatchObject({ totalCount: 1, openCount: 1 })
  })
})
