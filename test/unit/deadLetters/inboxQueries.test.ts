/** What the inbox answers: pages of groups, one group with what its members share, totals, and its plans. */
import type { Statement } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { deadLetterQueries } from '../../../electron/engine/deadLetters/deadLetterQueries.ts'
import { prepareDeadLetterReads, prepareDeadLetterSql } from '../../../electron/storage/deadLetters.sql.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, failed, succeeded } from '../../support/openTestStore.ts'
import { errorBody, ONE_ATTEMPT, openInbox } from './inboxStore.ts'

async function withGroups(count: number) {
  const test = openInbox()
  await test.create('pay', ONE_ATTEMPT)
  for (let at = 0; at < count; at++) {
    test.clock.advanceMs(1_000)
    await test.fail('pay', errorBody(`kind ${'x'.repeat(at + 1)}`))
  }
  const ids = (await test.groups()).map(({ groupId }) => groupId)
  const set = (groupIds: number[], state: 'New' | 'Acknowledged' | 'Resolved') =>
    test.settled(test.store.commands.setGroupState({ accountId: ACCOUNT_ID, groupIds, state }))
  const ignore = (groupId: number, untilMs: number | null) =>
    test.settled(
      test.store.commands.ignoreGroups({
        accountId: ACCOUNT_ID,
        groupIds: [groupId],
        untilMs,
        moreCount: null,
        untilCodeChanges: false,
      }),
    )
  return { ...test, ids, set, ignore }
}

describe('the list of groups', () => {
  it('has the one that was met last first, in pages that neither skip nor repeat', async () => {
    const { ids, list } = await withGroups(7)
    const paged: number[] = []
    for (let cursor: string | null = null; ; ) {
      const page = await list({ limit: 3, cursor })
      paged.push(...page.groups.map(({ groupId }) => groupId))
      cursor = page.nextCursor
      if (cursor === null) break
    }
    expect(paged).toEqual(ids)
    expect(paged).toEqual([...paged].sort((a, b) => b - a))
  })

  it('shows what is asked for', async () => {
    const { ids, list, set, ignore, clock } = await withGroups(4)
    const [a, b, c, d] = ids as [number, number, number, number]
    await set([a], 'Resolved')
    await set([b], 'Acknowledged')
    await ignore(c, null)
    await ignore(d, clock.nowMs() + MINUTE_MS)
    const shown = async (show: 'open' | 'ignored' | 'resolved') =>
      (await list({ show })).groups.map(({ groupId }) => groupId)
    expect([await shown('open'), await shown('ignored'), await shown('resolved')]).toEqual([[b], [c, d], [a]])
    clock.advanceMs(MINUTE_MS) // nothing is written, time has passed
    expect([await shown('open'), await shown('ignored')]).toEqual([[b, d], [c]])
    expect((await list()).groups.find(({ groupId }) => groupId === d)).toMatchObject({
      state: 'New',
      stateAtMs: clock.nowMs(),
      ignoredUntil: null,
    })
    expect((await list()).totals).toEqual({
      openGroups: 2,
      unreadGroups: 1,
      ignoredGroups: 1,
      resolvedGroups: 1,
      openLetters: 2,
    })
  })

  it('finds text in the error, its place and the names of functions', async () => {
    const { create, fail, list } = openInbox()
    await create('pay', ONE_ATTEMPT)
    await create('send-mail', ONE_ATTEMPT)
    await fail('pay', errorBody('no card', 'TypeError', ['TypeError: no card', '    at charge (/code/index.js:1:1)']))
    await fail('send-mail', errorBody('421 too many connections', 'SmtpError'))
    const found = async (text: string) => (await list({ text })).groups.map(({ errorClass }) => errorClass)
    expect(await found('NO CARD')).toEqual(['TypeError'])
    expect(await found('smtperror: n too')).toEqual(['SmtpError'])
    expect(await found('index.js CHARGE')).toEqual(['TypeError'])
    expect(await found('mail')).toEqual(['SmtpError'])
    expect(await found('100%')).toEqual([])
  })

  it('refuses a cursor that is none', async () => {
    const { list } = openInbox()
    await expect(list({ cursor: 'nope' })).rejects.toMatchObject({ code: 'invalid_input' })
  })
})

describe('the verbs of groups', () => {
  it('change nothing when one of the groups is not there', async () => {
    const { ids, set, groups, queries } = await withGroups(2)
    await expect(set([...ids, 99], 'Resolved')).rejects.toMatchObject({ code: 'group_not_found' })
    expect((await groups()).map(({ state }) => state)).toEqual(['New', 'New'])
    await expect(queries.getGroup({ accountId: ACCOUNT_ID + 1, groupId: ids[0]! })).rejects.toMatchObject({
      code: 'group_not_found',
    })
  })

  it('say how many groups they changed, and are in the operator log once', async () => {
    const { ids, set, db } = await withGroups(3)
    expect(await set(ids, 'Acknowledged')).toEqual({ changedCount: 3 })
    expect(await set(ids, 'Acknowledged')).toEqual({ changedCount: 0 })
    expect(await set(ids.slice(0, 1), 'Resolved')).toEqual({ changedCount: 1 })
    const log = db.prepare("SELECT action, target, count FROM operation WHERE action LIKE 'inbox%' ORDER BY id").all()
    expect(log).toEqual([
      { action: 'inbox.acknowledge', target: '3 groups', count: 3 },
      { action: 'inbox.resolve', target: 'Error: kind xxx', count: 1 },
    ])
  })

  it('take hundreds of groups in several turns', async () => {
    const { create, fail, db, settled, store, queries } = openInbox()
    await create('pay', ONE_ATTEMPT)
    const word = (at: number) => [...String(at)].map((digit) => 'abcdefghij'.charAt(Number(digit))).join('')
    for (let at = 0; at < 450; at += 50) {
      await fail(
        'pay',
        Array.from({ length: 50 }, (_, more) => errorBody(`k ${word(at + more)}`)),
      )
    }
    const groupIds = db
      .prepare<[], { id: number }>('SELECT id FROM dead_group')
      .all()
      .map(({ id }) => id)
    expect(groupIds).toHaveLength(450)
    const verb = store.commands.setGroupState({ accountId: ACCOUNT_ID, groupIds, state: 'Acknowledged' })
    let answer: unknown
    void verb.then((changed) => {
      answer = changed
    })
    while (answer === undefined) await settled(Promise.resolve())
    expect(answer).toEqual({ changedCount: 450 })
    expect(await queries.inboxTotals(ACCOUNT_ID)).toMatchObject({ openGroups: 450, unreadGroups: 0 })
  })
})

describe('a group that is opened', () => {
  it('tells what its members share, and leaves out what differs', async () => {
    const { create, store, settled, report, scheduler, clock, instance, groups, opened } = openInbox()
    const functionId = await create('pay', ONE_ATTEMPT)
    instance(scheduler, { id: 'c-1', functionId, codeHash: 'hash-1' })
    const submit = async (order: number) => {
      const payload = JSON.stringify({ order, shop: { region: 'eu', open: true }, note: `n${order}` })
      return settled(
        store.commands.submit({
          accountId: ACCOUNT_ID,
          functionName: 'pay',
          payload,
          taskId: `o-${order}`,
          delaySeconds: 0,
        }),
      )
    }
    const ok = await submit(0)
    report(scheduler, { ended: [{ key: ok.seq, end: succeeded(clock) }] })
    for (const order of [1, 2, 3]) {
      const { seq } = await submit(order)
      const end = {
        ...failed(clock, errorBody('no card')),
        startedAtMs: clock.nowMs(),
        endedAtMs: clock.nowMs() + order * 10,
      }
      report(scheduler, { ended: [{ key: seq, end }] })
    }
    const [group] = await groups()
    const open = await opened(group!.groupId)
    expect(open.shared).toEqual([
      { kind: 'code', functionName: 'pay', codeHash: 'hash-1', isCurrent: true },
      { kind: 'instance', instanceId: 'c-1' },
      { kind: 'field', path: 'shop.region', value: 'eu' },
      { kind: 'field', path: 'shop.open', value: 'true' },
      { kind: 'run', fromMs: 10, toMs: 30 },
      { kind: 'attempts', count: 1 },
    ])
    expect(open).toMatchObject({
      lookedAtCount: 3,
      sample: { functionName: 'pay', taskId: 'o-3' },
      lastSuccess: { functionName: 'pay', taskId: 'o-0' },
    })
  })

  it('shares nothing when it has one member', async () => {
    const { create, fail, onlyGroup, opened } = openInbox()
    await create('pay', ONE_ATTEMPT)
    await fail('pay', errorBody('boom'))
    expect(await opened((await onlyGroup()).groupId)).toMatchObject({ shared: [], lookedAtCount: 1, lastSuccess: null })
  })
})

describe('every statement of the inbox', () => {
  const flat = (statements: Record<string, Statement>) =>
    Object.entries(statements).map(([name, { source }]) => [name, source] as const)
  /** Groups are looked at in the order of an index; their sums are over a covering one. */
  const MAY_SORT = ['totals']

  it('finds its rows by an index and sorts nothing big', () => {
    const { db } = openInbox()
    const plans = [...flat(prepareDeadLetterSql(db)), ...flat(prepareDeadLetterReads(db))].map(([name, source]) => {
      const names = [...source.matchAll(/:(\w+)/g)].map(([, parameter]) => [parameter, null])
      const plan = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`)
      return { name, steps: plan.all(Object.fromEntries(names)).map(({ detail }) => detail) }
    })
    const bad = plans.flatMap(({ name, steps }) =>
      steps
        .filter(
          (step) =>
            /^SCAN (?!dead_group USING INDEX dead_group_sweep)/.test(step) ||
            (step.includes('TEMP B-TREE') && !MAY_SORT.includes(name)),
        )
        .map((step) => `${name}: ${step}`),
    )
    expect(bad).toEqual([])
    const planOf = (name: string) => plans.find((one) => one.name === name)?.steps
    expect(planOf('members')?.[0]).toBe('SEARCH dead_letter USING COVERING INDEX dead_letter_group (group_id=?)')
    expect(planOf('page')).toEqual(['SEARCH dead_group USING INDEX dead_group_seen (account_id=? AND last_seen_ms<?)'])
    expect(planOf('totals')?.[0]).toBe('SEARCH dead_group USING COVERING INDEX dead_group_count (account_id=?)')
  })

  it('has a reader beside the store', async () => {
    const { db } = openInbox()
    const { totals } = await deadLetterQueries(db).listGroups({
      accountId: ACCOUNT_ID,
      show: 'open',
      text: null,
      limit: 10,
      cursor: null,
    })
    expect(totals.openLetters).toBe(0)
  })
})
