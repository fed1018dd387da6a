/** Tasks that had failed for good before there was an inbox get their letters, newest first, in short turns. */
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { MAX_FILLED_PER_TURN } from '../../../electron/engine/deadLetters/letterBackfill.ts'
import { migrate } from '../../../electron/storage/migrate.ts'
import { TASK_MIGRATIONS } from '../../../electron/storage/taskDatabase.ts'
import { DAY_MS } from '../../../shared/units/time.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { ACCOUNT_ID } from '../../support/openTestStore.ts'
import { errorBody, openInbox, watchCommits } from './inboxStore.ts'

type OldTask = { ageMs: number; state: 'Failed' | 'Expired' | 'Invalid' | 'Succeeded' | 'Stopped'; message?: string }

/** A database of the version before, with tasks that have ended. */
function oldDatabase(clock: FakeClock, tasks: OldTask[]): Database.Database {
  const db = new Database(':memory:')
  migrate(db, TASK_MIGRATIONS.slice(0, 4))
  db.exec(`
    INSERT INTO account VALUES (${ACCOUNT_ID}, 'default', '1000', 100, 1000000);
    INSERT INTO queue (account_id, order_kind) VALUES (${ACCOUNT_ID}, 'fifo');
    INSERT INTO function (id, account_id, name, origin, config, overrides, code_path, code_hash, code_checksum,
                          code_bytes, revision, created_at_ms, modified_at_ms)
    VALUES (7, ${ACCOUNT_ID}, 'pay', 'api',
            '{"functionName":"pay","runtime":"nodejs20","handler":"index.handler","memorySize":512,"timeout":3,"instanceConcurrency":1,"environmentVariables":{}}',
            '[]', '/nowhere', 'hash-1', '1', 1, 1, 1, 1)`)
  const insert = db.prepare(`
    INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms, ended_at_ms,
                      attempt_count, error_type, error_body, reason, payload)
    VALUES (:seq, 7, :id, :state, 1, 1, 0, :atMs, 3, :atMs, :atMs, 1, :errorType, :errorBody, :reason, '{}')`)
  for (const [at, { ageMs, state, message = 'boom' }] of tasks.entries()) {
    const atMs = clock.nowMs() - ageMs
    const isError = state === 'Failed'
    insert.run({
      seq: atMs * 1_024 + at,
      id: `old-${at}`,
      state,
      atMs,
      errorType: isError ? 'UnhandledInvocationError' : null,
      errorBody: isError ? errorBody(message) : null,
      reason: isError ? null : message,
    })
  }
  db.exec('INSERT INTO task_counter SELECT function_id, state, count(*) FROM task GROUP BY function_id, state')
  migrate(db, TASK_MIGRATIONS)
  return db
}
const toFill = (db: Database.Database) =>
  db.prepare("SELECT value FROM setting WHERE name = 'dead_letters_to_fill'").get()

describe('tasks of an older version', () => {
  it('that failed are dead letters; old groups are Acknowledged', async () => {
    const clock = new FakeClock()
    const db = oldDatabase(clock, [
      { ageMs: 5 * DAY_MS, state: 'Failed', message: 'gone for long' },
      { ageMs: 5 * DAY_MS, state: 'Failed', message: 'still met' },
      { ageMs: 1_000, state: 'Failed', message: 'still met' },
      { ageMs: 2_000, state: 'Expired', message: 'waited too long' },
      { ageMs: 3_000, state: 'Invalid', message: 'its function was deleted' },
      { ageMs: 3_000, state: 'Succeeded' },
      { ageMs: 3_000, state: 'Stopped' },
    ])
    const test = openInbox({ db, clock })
    expect(toFill(db)).toBeUndefined()
    expect(test.letters()).toHaveLength(5)
    const shown = (await test.groups()).map(({ message, state, openCount, lastSeenMs, firstSeenMs }) => ({
      message,
      state,
      openCount,
      days: (lastSeenMs - firstSeenMs + 1_000) / DAY_MS,
    }))
    expect(shown).toEqual([
      { message: 'still met', state: 'New', openCount: 2, days: 5 },
      { message: 'waited too long', state: 'New', openCount: 1, days: expect.closeTo(0, 3) },
      { message: 'its function was deleted', state: 'New', openCount: 1, days: expect.closeTo(0, 3) },
      { message: 'gone for long', state: 'Acknowledged', openCount: 1, days: expect.closeTo(0, 3) },
    ])
  })

  it('are looked at in slices, the newest first, and the next host goes on', async () => {
    const clock = new FakeClock()
    const count = 3 * MAX_FILLED_PER_TURN + 5
    const db = oldDatabase(
      clock,
      Array.from({ length: count }, (_, at) => ({ ageMs: 1_000 * (at + 1), state: 'Failed' })),
    )
    const seqs = db
      .prepare<[], { seq: number }>('SELECT seq FROM task ORDER BY seq DESC')
      .all()
      .map(({ seq }) => seq)
    const images: Buffer[] = []
    watchCommits(db, { run: () => void openInbox({ db, clock }), committed: () => void images.push(db.serialize()) })
    const counts = images.map((image) => {
      const copy = new Database(image)
      const found = copy.prepare<[], { seq: number }>('SELECT task_seq AS seq FROM dead_letter ORDER BY id').all()
      expect(found.map(({ seq }) => seq)).toEqual(seqs.slice(0, found.length))
      return found.length
    })
    const growth = [...new Set(counts)]
    expect(growth).toEqual([0, 1, 2, 3].map((turn) => turn * MAX_FILLED_PER_TURN).concat(count))
    const next = openInbox({ db: new Database(images[counts.indexOf(MAX_FILLED_PER_TURN)]), clock })
    expect(next.letters()).toHaveLength(count)
    expect(await next.onlyGroup()).toMatchObject({ totalCount: count, openCount: count })
  })

  it('that have their letters already get no second one', async () => {
    const clock = new FakeClock()
    const db = oldDatabase(clock, [{ ageMs: 1_000, state: 'Failed' }])
    const before = await openInbox({ db, clock }).onlyGroup()
    db.exec("INSERT INTO setting VALUES ('dead_letters_to_fill', 9007199254740991)")
    const test = openInbox({ db, clock })
    expect(toFill(db)).toBeUndefined()
    expect(test.letters()).toHaveLength(1)
    expect(await test.onlyGroup()).toEqual(before)
  })

  it('of a new workspace are none: nothing is left to be filled', () => {
    const { db } = openInbox()
    expect(toFill(db)).toBeUndefined()
  })
})
