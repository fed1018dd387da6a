import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { LOG_MIGRATIONS, openLogDatabase } from '../../../electron/storage/logDatabase.ts'
import { type Migration, migrate, schemaVersion } from '../../../electron/storage/migrate.ts'
import { openTaskDatabase, TASK_MIGRATIONS, taskDatabasePath } from '../../../electron/storage/taskDatabase.ts'
import { lockWorkspace } from '../../../electron/storage/workspaceLock.ts'
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const code = (code: string) => expect.objectContaining({ code })

describe('the files of the databases', () => {
  it('are for their owner only, wherever the workspace lies', () => {
    const dir = temporaryDir()
    const [tasks, logs] = [openTaskDatabase(dir, 'normal'), openLogDatabase(dir)]
    const modes = readdirSync(dir).map((name) => [name, statSync(join(dir, name)).mode & 0o777])
    expect(modes).toContainEqual(['tasks.db-wal', 0o600])
    expect(modes.filter(([, mode]) => mode !== 0o600)).toEqual([])
    tasks.close()
    logs.close()
  })
})

describe('migrations', () => {
  it('are numbered from 1 without gaps', () => {
    expect(TASK_MIGRATIONS.map(({ version }) => version)).toEqual(TASK_MIGRATIONS.map((_, index) => index + 1))
  })

  it('commit whole or leave no trace', () => {
    const db = new Database(':memory:')
    const broken: Migration = {
      version: 1,
      name: 'broken',
      up: (inner) => {
        inner.exec('CREATE TABLE half (x)')
        throw new Error('no')
      },
    }
    expect(() => migrate(db, [broken])).toThrow('no')
    expect(db.prepare('SELECT count(*) AS count FROM sqlite_schema').get()).toEqual({ count: 0 })
    expect(schemaVersion(db)).toBe(0)
  })
})

describe('opening the task database', () => {
  it('creates it in WAL mode with the durability that was asked for', () => {
    const dir = temporaryDir()
    const normal = openTaskDatabase(dir, 'normal')
    expect(normal.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(normal.pragma('synchronous', { simple: true })).toBe(1)
    normal.close()
    const full = openTaskDatabase(dir, 'full')
    expect(full.pragma('synchronous', { simple: true })).toBe(2)
    full.close()
  })

  it('refuses a file of a newer version and leaves it untouched', () => {
    const dir = temporaryDir()
    const db = openTaskDatabase(dir, 'normal')
    db.pragma('user_version = 99')
    db.close()
    const before = readFileSync(taskDatabasePath(dir))
    expect(() => openTaskDatabase(dir, 'normal')).toThrow(code('workspace_newer'))
    expect(readFileSync(taskDatabasePath(dir)).equals(before)).toBe(true)
  })

  it('says which file is damaged and what to do, and leaves it untouched', () => {
    const dir = temporaryDir()
    const path = taskDatabasePath(dir)
    writeFileSync(path, 'this is no database, but long enough to be looked at as one'.repeat(100))
    const before = readFileSync(path)
    expect(() => openTaskDatabase(dir, 'normal')).toThrow(code('workspace_damaged'))
    expect(() => openTaskDatabase(dir, 'normal')).toThrow(path)
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('writes no backup when there is nothing to migrate', () => {
    const dir = temporaryDir()
    openTaskDatabase(dir, 'normal').close()
    openTaskDatabase(dir, 'normal').close()
    expect(existsSync(join(dir, 'tasks.db.before-1'))).toBe(false)
  })
})

describe('a workspace of an earlier version', () => {
  const OF_VERSION = { tasks: 2, logs: 1 }

  function earlierWorkspace(): string {
    const dir = temporaryDir()
    const tasks = new Database(taskDatabasePath(dir))
    migrate(tasks, TASK_MIGRATIONS.slice(0, OF_VERSION.tasks))
    tasks.exec(`
      INSERT INTO account (id, uid, name, concurrency_limit, backlog_limit) VALUES (1, '1', 'default', 1, 1);
      INSERT INTO function (id, account_id, name, origin, config, overrides, code_path, code_hash, code_checksum,
                            code_bytes, revision, created_at_ms, modified_at_ms)
      VALUES (1, 1, 'f', 'project', '{}', '[]', '/projects/f', 'h', '1', 1, 1, 0, 0);
      INSERT INTO instance (id, function_id, state, code_hash, created_at_ms, ended_at_ms)
      VALUES ('c-old', 1, 'stopped', 'h', 1, 2);`)
    tasks.close()
    const logs = new Database(join(dir, 'logs.db'))
    migrate(logs, LOG_MIGRATIONS.slice(0, OF_VERSION.logs))
    const insert = logs.prepare(`
      INSERT INTO output (id, function_id, task_seq, attempt, instance_id, stream, first_at_ms, last_at_ms, byte_count,
                          line_count, text) VALUES (?, 1, 1, 1, 'c-old', ?, ?, ?, 2, 1, 'x' || char(10))`)
    for (const id of [1, 2, 1_024]) insert.run(id, id === 2 ? 'stderr' : 'stdout', id * 10, id * 10 + 1)
    logs.close()
    return dir
  }

  it('is opened with all that it has, and a copy of its tasks is left beside it', () => {
    const dir = earlierWorkspace()
    const tasks = openTaskDatabase(dir, 'normal')
    expect(tasks.prepare('SELECT name, hold_ms FROM function').all()).toEqual([{ name: 'f', hold_ms: 0 }])
    expect(tasks.prepare('SELECT id, ended_at_ms, served_count, peak_memory_bytes FROM instance').all()).toEqual([
      { id: 'c-old', ended_at_ms: 2, served_count: 0, peak_memory_bytes: null },
    ])
    expect(schemaVersion(tasks)).toBe(TASK_MIGRATIONS.length)
    tasks.close()
    const copy = new Database(join(dir, `tasks.db.before-${OF_VERSION.tasks}`), { readonly: true })
    expect(schemaVersion(copy)).toBe(OF_VERSION.tasks)
    copy.close()
  })

  it('has its output in the stream of all functions', () => {
    const logs = openLogDatabase(earlierWorkspace())
    expect(logs.prepare('SELECT * FROM output_zone').all()).toEqual([
      { zone: 0, function_id: 1, first_at_ms: 10, last_at_ms: 21, line_count: 2, error_line_count: 1 },
      { zone: 1, function_id: 1, first_at_ms: 10_240, last_at_ms: 10_241, line_count: 1, error_line_count: 0 },
    ])
    logs.close()
  })
})

describe('the lock of a workspace', () => {
  it('is had by one host at a time and is free again when that one lets go', () => {
    const dir = temporaryDir()
    const first = lockWorkspace(dir)
    expect(() => lockWorkspace(dir)).toThrow(code('workspace_in_use'))
    first.release()
    lockWorkspace(dir).release()
  })

  it('does not travel with a copy of the files', () => {
    const dir = temporaryDir()
    const copy = temporaryDir()
    const lock = lockWorkspace(dir)
    copyFileSync(join(dir, 'lock.db'), join(copy, 'lock.db'))
    lockWorkspace(copy).release()
    lock.release()
  })
})

describe('the schema of tasks', () => {
  const insert = (db: Database.Database, state: string, place: number) =>
    db
      .prepare(
        `INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, lease, submitted_at_ms)
         VALUES (1, 1, 'x', ?, 1, 1, 0, 0, ?, ?, 0)`,
      )
      .run(state, place, place === 2 ? 1 : null)

  it('admits every state of the table in its place, and no other', () => {
    const db = new Database(':memory:')
    migrate(db, TASK_MIGRATIONS)
    for (const state of [...taskStates.states, 'Lost']) {
      const admitted = [0, 1, 2, 3].filter((place) => {
        try {
          insert(db, state, place)
          return true
        } catch {
          return false
        } finally {
          db.exec('DELETE FROM task')
        }
      })
      const expected = taskStates.states.includes(state as TaskState)
        ? taskStates.isFinal(state as TaskState)
          ? [3]
          : ['Enqueued', 'Retrying'].includes(state)
            ? [0, 1]
            : [2]
        : []
      expect({ state, admitted }).toEqual({ state, admitted: expected })
    }
  })
})
