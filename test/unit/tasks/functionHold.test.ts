import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../../electron/storage/migrate.ts'
import { TASK_MIGRATIONS } from '../../../electron/storage/taskDatabase.ts'
import { MAX_HOLD_MS } from '../../../shared/domain/limits.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, definition, openTestStore } from '../../support/openTestStore.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const target = (functionName: string) => ({ accountId: ACCOUNT_ID, functionName })
const rowOf = (t: ReturnType<typeof openTestStore>, name: string) =>
  t.db.prepare('SELECT hold_ms, revision, modified_at_ms FROM function WHERE name = ?').get(name)

describe('holding the instances of failed attempts', () => {
  it('is off until somebody asks for it', async () => {
    const t = openTestStore()
    await t.create('f')
    expect(rowOf(t, 'f')).toMatchObject({ hold_ms: 0, revision: 1 })
  })

  it('is kept as a new revision of the function, which its configuration does not show', async () => {
    const t = openTestStore()
    await t.create('f')
    const before = rowOf(t, 'f') as { modified_at_ms: number }
    t.advanceMs(MINUTE_MS)
    await t.settled(t.store.commands.setHold(target('f'), 15 * MINUTE_MS))
    expect(rowOf(t, 'f')).toEqual({ hold_ms: 15 * MINUTE_MS, revision: 2, modified_at_ms: before.modified_at_ms })
    await t.settled(t.store.commands.setHold(target('f'), 15 * MINUTE_MS))
    expect(rowOf(t, 'f')).toMatchObject({ revision: 2 })
    await t.settled(t.store.commands.setHold(target('f'), 0))
    expect(rowOf(t, 'f')).toMatchObject({ hold_ms: 0, revision: 3 })
  })

  it('is told to the scheduler', async () => {
    const t = openTestStore()
    const functionId = await t.create('f')
    const scheduler = t.connect()
    await t.settled(t.store.commands.setHold(target('f'), MINUTE_MS))
    expect(scheduler.specs.get(functionId)).toMatchObject({ functionName: 'f', revision: 2, holdMs: MINUTE_MS })
  })

  it('outlives changes of the function and reloads of its project', async () => {
    const t = openTestStore()
    const { syncProject, setHold, updateFunction } = t.store.commands
    await t.settled(syncProject(ACCOUNT_ID, { definitions: [definition('f')], isComplete: true }))
    await t.settled(setHold(target('f'), MINUTE_MS))
    const changed = { ...definition('f'), code: { path: '/new', hash: 'hash-2', checksum: '2', bytes: 2 } }
    await t.settled(syncProject(ACCOUNT_ID, { definitions: [changed], isComplete: true }))
    const updated = await t.settled(updateFunction(target('f'), { reservedConcurrency: 7 }))
    expect(updated).toMatchObject({ holdMs: MINUTE_MS, code: { hash: 'hash-2' } })
    expect(rowOf(t, 'f')).toMatchObject({ hold_ms: MINUTE_MS, revision: 4 })
  })

  it.each([-1, 0.5, MAX_HOLD_MS + 1])('refuses %d ms', async (holdMs) => {
    const t = openTestStore()
    await t.create('f')
    await expect(t.settled(t.store.commands.setHold(target('f'), holdMs))).rejects.toEqual(code('invalid_input'))
  })

  it('refuses a function that is not there', async () => {
    const t = openTestStore()
    await expect(t.settled(t.store.commands.setHold(target('g'), 0))).rejects.toEqual(code('function_not_found'))
  })

  it('is off for functions of a workspace that did not know of it', () => {
    const db = new Database(':memory:')
    migrate(db, TASK_MIGRATIONS.slice(0, 3))
    db.exec(`
      INSERT INTO account (id, name, uid, concurrency_limit, backlog_limit) VALUES (1, 'a', '1', 1, 1);
      INSERT INTO function (account_id, name, origin, config, overrides, code_path, code_hash, code_checksum, code_bytes,
                            revision, created_at_ms, modified_at_ms)
      VALUES (1, 'f', 'api', '{}', '[]', '/f', 'h', '1', 1, 1, 1, 1)`)
    migrate(db, TASK_MIGRATIONS)
    expect(db.prepare('SELECT name, hold_ms FROM function').all()).toEqual([{ name: 'f', hold_ms: 0 }])
  })
})
