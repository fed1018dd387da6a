/** What makes an ignored group New, a resolved one Regressed, and a repaired one Resolved. */
import { describe, expect, it } from 'vitest'
import { HOUR_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, definition } from '../../support/openTestStore.ts'
import { errorBody, ONE_ATTEMPT, openInbox } from './inboxStore.ts'

const PAY = { accountId: ACCOUNT_ID, functionName: 'pay' }

async function open() {
  const test = openInbox()
  const functionId = await test.create('pay', ONE_ATTEMPT)
  const { store, settled, instance, scheduler, onlyGroup } = test
  for (const hash of ['hash-0', 'hash-1', 'hash-2']) instance(scheduler, { id: hash, functionId, codeHash: hash })
  const [firstSeq] = await test.fail('pay', errorBody('boom'), 'hash-1')
  const { groupId } = await onlyGroup()
  const fail = (count: number, code = 'hash-1') => test.fail('pay', new Array(count).fill(errorBody('boom')), code)
  const ignore = (until: { untilMs?: number; moreCount?: number; untilCodeChanges?: boolean } = {}) => {
    const { untilMs = null, moreCount = null, untilCodeChanges = false } = until
    const request = { accountId: ACCOUNT_ID, groupIds: [groupId], untilMs, moreCount, untilCodeChanges }
    return settled(store.commands.ignoreGroups(request))
  }
  const set = (state: 'New' | 'Acknowledged' | 'Resolved') =>
    settled(store.commands.setGroupState({ accountId: ACCOUNT_ID, groupIds: [groupId], state }))
  const resolve = (seqs: number[]) => settled(store.commands.resolveLetters({ accountId: ACCOUNT_ID, seqs }))
  const change = (hash: string) =>
    settled(store.commands.updateFunction(PAY, { code: { ...definition('pay').code, hash } }))
  const state = async () => (await onlyGroup()).state
  return { ...test, groupId, firstSeq: firstSeq!, fail, ignore, set, resolve, change, state }
}

describe('an ignored group', () => {
  it('stays so for good when nothing else was said', async () => {
    const { ignore, fail, state, advanceMs, change } = await open()
    await ignore()
    await fail(50)
    await change('hash-2')
    await fail(1, 'hash-2')
    advanceMs(100 * HOUR_MS)
    expect(await state()).toBe('Ignored')
  })

  it('is New with the last of so many more, and says how many may still come', async () => {
    const { ignore, fail, state, onlyGroup } = await open()
    await ignore({ moreCount: 3 })
    await fail(2)
    expect(await onlyGroup()).toMatchObject({ state: 'Ignored', ignoredUntil: { moreCount: 1 } })
    await fail(1)
    expect(await state()).toBe('New')
  })

  it('is New when code fails that was not there', async () => {
    const { ignore, fail, state, change } = await open()
    await ignore({ untilCodeChanges: true })
    await change('hash-2')
    await fail(2) // of an instance that still runs the code from before
    expect(await state()).toBe('Ignored')
    await fail(1, 'hash-2')
    expect(await state()).toBe('New')
  })

  it('knows the code of now, though it has not failed yet', async () => {
    const { ignore, fail, state, change } = await open()
    await change('hash-2')
    await ignore({ untilCodeChanges: true })
    await fail(1, 'hash-2')
    await fail(1, 'hash-1')
    expect(await state()).toBe('Ignored')
    await fail(1, 'hash-0')
    expect(await state()).toBe('New')
  })

  it('is New from its time on, to readers and to what comes then', async () => {
    const { ignore, fail, state, clock, onlyGroup, db } = await open()
    const untilMs = clock.nowMs() + HOUR_MS
    await ignore({ untilMs })
    clock.advanceMs(HOUR_MS - 1)
    await fail(1)
    expect(await state()).toBe('Ignored')
    clock.advanceMs(1)
    expect(await onlyGroup()).toMatchObject({ state: 'New', stateAtMs: untilMs })
    clock.advanceMs(5)
    await fail(1)
    const row = db.prepare('SELECT state, state_at_ms AS atMs, ignored_until_ms AS untilMs FROM dead_group').get()
    expect(row).toEqual({ state: 'New', atMs: untilMs, untilMs: null })
  })
})

describe('a resolved group', () => {
  it('is Regressed by the next failure, and Acknowledged when that has been seen', async () => {
    const { set, fail, state, onlyGroup } = await open()
    await set('Resolved')
    await fail(1)
    expect(await onlyGroup()).toMatchObject({ state: 'Regressed', openCount: 1, totalCount: 2 })
    await fail(1)
    expect(await state()).toBe('Regressed')
    await set('Acknowledged')
    await fail(1)
    expect(await state()).toBe('Acknowledged')
  })

  it('is so with the last open letter that was repaired, not before', async () => {
    const { fail, resolve, state, firstSeq } = await open()
    const others = await fail(2)
    expect(await resolve([firstSeq, others[0]!, firstSeq])).toEqual({ changedCount: 2 })
    expect(await state()).toBe('New')
    expect(await resolve([others[1]!, 12345])).toEqual({ changedCount: 1 })
    expect(await state()).toBe('Resolved')
    expect(await resolve([others[1]!])).toEqual({ changedCount: 0 })
  })

  it('gets its letters back when it was resolved by hand, and none when they were repaired', async () => {
    const { set, resolve, firstSeq, clock, onlyGroup, lettersOf } = await open()
    await set('Resolved')
    clock.advanceMs(1)
    await set('New')
    expect([await onlyGroup(), lettersOf('open')]).toMatchObject([{ state: 'New', openCount: 1 }, 1])
    await resolve([firstSeq])
    await set('New')
    expect([await onlyGroup(), lettersOf('open')]).toMatchObject([{ state: 'New', openCount: 0 }, 0])
  })
})
