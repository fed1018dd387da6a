/** A group of 100,000 is listed, resolved and reopened at once; its letters follow in short turns, also over a crash. */
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { MAX_SWEPT_PER_TURN } from '../../../electron/engine/deadLetters/letterSweeps.ts'
import { ACCOUNT_ID, openTestStore } from '../../support/openTestStore.ts'
import { errorBody, ONE_ATTEMPT, openInbox, watchCommits } from './inboxStore.ts'

const COUNT = 100_000

/** So many letters of one group, straight into the tables. */
function insertLetters(db: Database.Database, { groupId, count }: { groupId: number; count: number }): void {
  db.exec(`
    INSERT INTO dead_letter (task_seq, group_id, died_at_ms)
      WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < ${count})
      SELECT n, ${groupId}, 1 FROM number;
    UPDATE dead_group SET total_count = total_count + ${count}, open_count = open_count + ${count} WHERE id = ${groupId};`)
}

async function openLarge(count = COUNT) {
  const test = openInbox()
  await test.create('pay', ONE_ATTEMPT)
  await test.fail('pay', errorBody('boom'))
  const { groupId } = await test.onlyGroup()
  insertLetters(test.db, { groupId, count })
  const set = (state: 'New' | 'Acknowledged' | 'Resolved') =>
    test.store.commands.setGroupState({ accountId: ACCOUNT_ID, groupIds: [groupId], state })
  const rest = () =>
    test.db
      .prepare<[], { count: number }>('SELECT count(*) AS count FROM dead_letter WHERE resolved_at_ms IS NULL')
      .get()?.count
  return { ...test, groupId, set, rest }
}

/** How many rows each commit changed, while turns run until nothing is left to do. */
function changesByTurn(db: Database.Database, run: () => void): number[] {
  const changes = () => db.prepare<[], { count: number }>('SELECT total_changes() AS count').get()?.count ?? 0
  const counts: number[] = []
  let before = changes()
  const committed = () => {
    counts.push(changes() - before)
    before = changes()
  }
  watchCommits(db, { run, committed })
  return counts
}

describe('a group of 100,000', () => {
  it('is Resolved at once, and no turn looks at more than some hundred letters', async () => {
    const { set, rest, turn, db, onlyGroup, settled } = await openLarge()
    let isDone = false
    const done = set('Resolved').then(() => {
      isDone = true
    })
    const turns = changesByTurn(db, turn)
    await settled(done)
    expect(isDone).toBe(true)
    expect(turns.length).toBeGreaterThan(COUNT / MAX_SWEPT_PER_TURN)
    expect(Math.max(...turns)).toBeLessThan(MAX_SWEPT_PER_TURN + 10)
    expect(rest()).toBe(0)
    expect(await onlyGroup()).toMatchObject({ state: 'Resolved', openCount: 0, totalCount: COUNT + 1 })
  })

  it('is opened again as it was, but for what had been resolved before', async () => {
    const { set, rest, settled, store, onlyGroup, clock } = await openLarge(2_000)
    await settled(store.commands.resolveLetters({ accountId: ACCOUNT_ID, seqs: [1, 2, 3] }))
    clock.advanceMs(1)
    await settled(set('Resolved'))
    expect(rest()).toBe(0)
    await settled(set('Acknowledged'))
    expect(rest()).toBe(1_998)
    expect(await onlyGroup()).toMatchObject({ state: 'Acknowledged', openCount: 1_998, totalCount: 2_001 })
  })
})

describe('a group that is opened again', () => {
  it('is Resolved in the end when all of it was resolved one by one meanwhile', async () => {
    const { set, rest, settled, store, onlyGroup, clock, letters } = await openLarge(600)
    await settled(set('Resolved'))
    clock.advanceMs(1)
    const seqs = letters().map(({ taskSeq }) => taskSeq)
    void set('New')
    for (let from = 0; from < seqs.length; from += 100) {
      void store.commands.resolveLetters({ accountId: ACCOUNT_ID, seqs: seqs.slice(from, from + 100) })
    }
    await settled(Promise.resolve())
    expect(rest()).toBe(0)
    expect(await onlyGroup()).toMatchObject({ state: 'Resolved', openCount: 0 })
  })
})

describe('a host that dies while letters follow', () => {
  /** The database as it was after the second turn, for the next host. */
  async function dieAfterCommand({ db, set, turn }: Awaited<ReturnType<typeof openLarge>>, state: 'New' | 'Resolved') {
    const images: Buffer[] = []
    void set(state)
    watchCommits(db, { run: turn, committed: () => void (images.length < 2 && images.push(db.serialize())) })
    return new Database(images[1])
  }

  it('finds the group Resolved, and the next one goes on', async () => {
    const db = await dieAfterCommand(await openLarge(5_000), 'Resolved')
    const rest = () =>
      db.prepare<[], { count: number }>('SELECT count(*) AS count FROM dead_letter WHERE resolved_at_ms IS NULL').get()
    expect(db.prepare('SELECT state, open_count AS openCount FROM dead_group').get()).toEqual({
      state: 'Resolved',
      openCount: 0,
    })
    expect(rest()?.count).toBeGreaterThan(4_000)
    const next = openTestStore({ db })
    next.connect()
    expect(rest()?.count).toBe(0)
  })

  it('resolves nothing that came after', async () => {
    const db = await dieAfterCommand(await openLarge(5_000), 'Resolved')
    const next = openInbox({ db })
    next.clock.advanceMs(1)
    const group = await next.onlyGroup()
    await next.fail('pay', errorBody('boom'))
    expect(next.lettersOf('open')).toBe(1)
    expect(await next.onlyGroup()).toMatchObject({
      groupId: group.groupId,
      state: 'Regressed',
      openCount: 1,
      totalCount: 5_002,
    })
  })

  it('opens all again when that was under way', async () => {
    const first = await openLarge(5_000)
    await first.settled(first.set('Resolved'))
    const db = await dieAfterCommand(first, 'New')
    const next = openInbox({ db })
    expect(next.lettersOf('open')).toBe(5_001)
    expect(await next.onlyGroup()).toMatchObject({ state: 'New', openCount: 5_001 })
  })
})

describe('a resolution that turns back half-way', () => {
  it('leaves every letter as it was', async () => {
    const { set, settled, rest, onlyGroup } = await openLarge(3_000)
    const both = [set('Resolved'), set('New')]
    await settled(Promise.all(both))
    expect(rest()).toBe(3_001)
    expect(await onlyGroup()).toMatchObject({ state: 'New', openCount: 3_001 })
  })
})
