/** Lists of tasks narrowed to a group of the inbox, and to open or resolved dead letters. */
import { describe, expect, it } from 'vitest'
import type { TaskFilter } from '../../../electron/engine/ports.ts'
import { createTaskQueries } from '../../../electron/engine/tasks/taskQueries.ts'
import { prepareTaskReads } from '../../../electron/storage/taskReads.sql.ts'
import { ACCOUNT_ID, succeeded } from '../../support/openTestStore.ts'
import { errorBody, ONE_ATTEMPT, openInbox } from './inboxStore.ts'

const EVERYTHING: TaskFilter = {
  accountId: ACCOUNT_ID,
  functionName: null,
  states: null,
  idPrefix: null,
  startedFromMs: null,
  startedToMs: null,
  onlyTasks: false,
}

async function open() {
  const test = openInbox()
  await test.create('pay', ONE_ATTEMPT)
  await test.create('refund', ONE_ATTEMPT)
  const seqs: { card: number[]; stock: number[] } = { card: [], stock: [] }
  for (let round = 0; round < 10; round++) {
    test.clock.advanceMs(1_000)
    seqs.card.push(...(await test.fail('pay', errorBody(`no card ${round}`))))
    seqs.stock.push(...(await test.fail(round % 2 === 0 ? 'pay' : 'refund', errorBody('no stock'))))
    const { seq } = await test.submit('pay')
    test.report(test.scheduler, { ended: [{ key: seq, end: succeeded(test.clock) }] })
  }
  const groupId = (await test.groups()).find(({ message }) => message === 'no card N')?.groupId ?? 0
  const queries = createTaskQueries(test.db)
  async function walk(filter: Partial<TaskFilter>, order: 'asc' | 'desc' = 'desc'): Promise<number[]> {
    const found: number[] = []
    for (let cursor: string | null = null; ; ) {
      const page = await queries.listRows({ filter: { ...EVERYTHING, ...filter }, order, limit: 3, cursor })
      found.push(...page.tasks.map(({ seq }) => seq))
      cursor = page.nextCursor
      if (cursor === null) return found
    }
  }
  const count = (filter: Partial<TaskFilter>) =>
    queries.countRows({ filter: { ...EVERYTHING, ...filter }, afterSeq: null, limit: 1_000, cursor: null })
  const resolve = (seqs: number[]) => test.settled(test.store.commands.resolveLetters({ accountId: ACCOUNT_ID, seqs }))
  return { ...test, seqs, groupId, taskQueries: queries, walk, count, resolve }
}
const newestFirst = (seqs: number[]) => [...seqs].sort((a, b) => b - a)

describe('a list of tasks', () => {
  it('of a group has its members, page after page, in either order', async () => {
    const { walk, count, seqs, groupId } = await open()
    expect(await walk({ groupId })).toEqual(newestFirst(seqs.card))
    expect(await walk({ groupId }, 'asc')).toEqual(seqs.card)
    expect(await count({ groupId })).toEqual({ count: 10, nextCursor: null })
  })

  it('of open or resolved letters has those', async () => {
    const { walk, resolve, seqs, groupId } = await open()
    const done = [seqs.card[1]!, seqs.card[8]!, seqs.stock[4]!]
    await resolve(done)
    const all = [...seqs.card, ...seqs.stock]
    expect(await walk({ letters: 'resolved' })).toEqual(newestFirst(done))
    expect(await walk({ letters: 'open' })).toEqual(newestFirst(all.filter((seq) => !done.includes(seq))))
    expect(await walk({ letters: 'open', groupId })).toEqual(
      newestFirst(seqs.card.filter((seq) => !done.includes(seq))),
    )
  })

  it('combines them with every other part of a filter', async () => {
    const { walk, seqs, groupId } = await open()
    const refunds = seqs.stock.filter((_, round) => round % 2 === 1)
    expect(await walk({ letters: 'open', functions: ['refund'] })).toEqual(newestFirst(refunds))
    expect(await walk({ groupId, functions: ['refund'] })).toEqual([])
    expect(await walk({ groupId, states: ['Succeeded'] })).toEqual([])
    expect(await walk({ groupId, errorText: 'card 7' })).toEqual([seqs.card[7]])
    expect(await walk({ groupId, text: 'CARD 7' })).toEqual([seqs.card[7]])
    const at = Math.floor(seqs.card[6]! / 1_024)
    expect(await walk({ groupId, submittedFromMs: at })).toEqual(newestFirst(seqs.card.slice(6)))
    expect(await walk({ letters: 'open', states: ['Succeeded'] })).toEqual([])
  })

  it('says which of some rows match', async () => {
    const { taskQueries, seqs, groupId } = await open()
    const rows = await taskQueries.rowsOf({ filter: { ...EVERYTHING, groupId }, seqs: [seqs.card[0]!, seqs.stock[0]!] })
    expect(rows.map(({ seq, matches }) => [seq, matches])).toEqual([
      [seqs.card[0], true],
      [seqs.stock[0], false],
    ])
  })

  it('shows nothing of a group to another account', async () => {
    const { walk, groupId } = await open()
    expect(await walk({ groupId, accountId: ACCOUNT_ID + 1 })).toEqual([])
  })

  it('takes a letter as resolved as soon as its group is', async () => {
    const { walk, db, groupId } = await open()
    db.exec(`UPDATE dead_group SET state = 'Resolved', sweep = 'resolve', sweep_at_ms = 1, sweep_next = -1,
                    sweep_to_id = (SELECT max(id) FROM dead_letter) WHERE id = ${groupId}`) // its letters will follow
    expect(await walk({ groupId, letters: 'open' })).toEqual([])
    expect(await walk({ groupId, letters: 'resolved' })).toHaveLength(10)
  })
})

describe('the members of a group', () => {
  it('are read from one index in their order', () => {
    const { db } = openInbox()
    const { asc, desc } = prepareTaskReads(db)
    for (const { members } of [asc, desc]) {
      const values = { groupId: 1, after: 0, before: 1, limit: 1 }
      const plan = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${members.source}`).all(values)
      expect(plan.map(({ detail }) => detail)).toEqual([
        'SEARCH dead_letter USING COVERING INDEX dead_letter_group (group_id=? AND task_seq>? AND task_seq<?)',
      ])
    }
  })
})
