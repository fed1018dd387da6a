import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { migrate, schemaVersion } from '../../../electron/storage/migrate.ts'
import { tasks } from '../../../electron/storage/migrations/0001-tasks.ts'
import { openTaskDatabase, TASK_MIGRATIONS, taskDatabasePath } from '../../../electron/storage/taskDatabase.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

/** A workspace as the first version left it, with a task in it. */
function firstWorkspace(): string {
  const dir = temporaryDir()
  const db = new Database(taskDatabasePath(dir))
  migrate(db, [tasks])
  db.exec(`INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms)
           VALUES (7, 1, 'kept', 'Enqueued', 1, 1, 0, 0, 1, 0)`)
  db.close()
  return dir
}

describe('the migration to links of tasks', () => {
  it('keeps every task, after a backup of the file as it was', () => {
    const dir = firstWorkspace()
    const db = openTaskDatabase(dir, 'normal')
    expect(schemaVersion(db)).toBe(TASK_MIGRATIONS.length)
    expect(db.prepare('SELECT id FROM task').pluck().all()).toEqual(['kept'])
    expect(db.prepare('SELECT count(*) FROM task_link').pluck().get()).toBe(0)
    db.close()

    const backupPath = `${taskDatabasePath(dir)}.before-1`
    expect(existsSync(backupPath)).toBe(true)
    const backup = new Database(backupPath, { readonly: true })
    expect([schemaVersion(backup), backup.prepare('SELECT id FROM task').pluck().all()]).toEqual([1, ['kept']])
    backup.close()
  })

  it('admits one original for a replay, and no kind of link that is not known', () => {
    const db = openTaskDatabase(temporaryDir(), 'normal')
    const link = db.prepare('INSERT INTO task_link (old_seq, kind, new_seq) VALUES (?, ?, ?)')
    link.run(1, 'replay', 2)
    link.run(1, 'replay', 3)
    expect(() => link.run(9, 'replay', 2)).toThrow(/UNIQUE/)
    expect(() => link.run(1, 'copy', 4)).toThrow(/CHECK/)
    db.close()
  })

  it('finds links from either end by an index', () => {
    const db = openTaskDatabase(temporaryDir(), 'normal')
    const plan = (where: string) =>
      db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN SELECT * FROM task_link WHERE ${where}`).all()
    expect(plan("old_seq = 1 AND kind = 'replay'").map(({ detail }) => detail)).toEqual([
      'SEARCH task_link USING PRIMARY KEY (old_seq=? AND kind=?)',
    ])
    expect(plan("new_seq = 1 AND kind = 'replay'").map(({ detail }) => detail)).toEqual([
      'SEARCH task_link USING COVERING INDEX task_link_new (new_seq=? AND kind=?)',
    ])
    db.close()
  })
})
