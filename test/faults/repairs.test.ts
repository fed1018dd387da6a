/**
 * The promise of repairs: whenever the host is killed, a replay of a selection goes on exactly where it was, and a
 * compensation that has succeeded has resolved its dead letter. Nothing is made twice, nothing is forgotten.
 */
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { clientOf } from '../../electron/cli/consoleClient.ts'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { startTestHost, type TestHost } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const LETTER_COUNT = 6_000
const COMPENSATED_COUNT = 40
/** Two: a task that was interrupted three times is not tried again. */
const PROGRESS_AT_KILLS = [0.2, 0.6]

const ONCE = 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }'
const project = () =>
  projectFolder({
    's.yaml': specOf({ charge: [ONCE], refund: [ONCE] }),
    'charge/index.js': `exports.handler = async () => 'charged'`,
    'refund/index.js': `exports.handler = async (event) => {
      await new Promise((resolve) => setTimeout(resolve, 20)) // so that a kill finds some under way
      return JSON.parse(event.toString()).requestContext.requestId
    }`,
  })

/** Runs `use` on the workspace's database, which no host has open. */
function inDatabase<T>(workspaceDir: string, use: (db: Database.Database) => T): T {
  const db = new Database(`${workspaceDir}/tasks.db`)
  try {
    return use(db)
  } finally {
    db.close()
  }
}
const count = (db: Database.Database, sql: string) => db.prepare<[], { count: number }>(sql).get()?.count ?? 0

/** Dead letters of one group, as a day of failures leaves them. */
function seedLetters(db: Database.Database): number[] {
  const functionId = count(db, "SELECT id AS count FROM function WHERE name = 'charge'")
  const first = Date.UTC(2025, 0, 1) * 1_024
  db.prepare("UPDATE function SET compensation = 'refund', overrides = '[\"compensation\"]' WHERE id = ?").run(
    functionId,
  )
  db.exec(`
    INSERT INTO dead_group (id, account_id, fingerprint, message, state, state_at_ms, first_seen_ms, last_seen_ms,
                            total_count, open_count)
    VALUES (1, 1, 'seeded', 'boom', 'New', 0, 0, 0, ${LETTER_COUNT}, ${LETTER_COUNT});
    INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms,
                      ended_at_ms, attempt_count, error_type, error_body, payload)
    WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < ${LETTER_COUNT})
    SELECT ${first} + n, ${functionId}, 'seeded-' || n, 'Failed', 1, 1, 0, 0, 3, 0, 0, 1,
           'UnhandledInvocationError', '{}', '{"n":' || n || '}' FROM number;
    INSERT INTO dead_letter (task_seq, group_id, died_at_ms) SELECT seq, 1, 0 FROM task WHERE seq >= ${first};
    INSERT INTO task_counter (function_id, state, count) VALUES (${functionId}, 'Failed', ${LETTER_COUNT});`)
  return Array.from({ length: LETTER_COUNT }, (_, index) => first + index)
}

async function killWhen(host: TestHost, isReached: (db: Database.Database) => boolean): Promise<void> {
  const db = new Database(`${host.workspaceDir}/tasks.db`, { readonly: true })
  try {
    await until(() => isReached(db), { what: 'the moment to kill', everyMs: 1, withinMs: 20_000 })
  } finally {
    db.close()
  }
  await host.kill()
}

describe('a host that is killed in the middle of repairs', () => {
  it('makes each new task once and leaves no repaired letter open', { timeout: 90_000 }, async () => {
    const projectDir = project()
    let host = await startTestHost({ project: projectDir })
    const { workspaceDir } = host
    await host.stop()
    const seqs = inDatabase(workspaceDir, seedLetters)
    const start = async () => {
      host = await startTestHost({ project: projectDir, workspaceDir })
    }
    const client = () => clientOf(host)

    // compensations: killed between their ends and whatever follows
    await start()
    const compensated = seqs.slice(0, COMPENSATED_COUNT)
    await client()['repairs.compensate']({ selection: { seqs: compensated } })
    const ended = "SELECT count(*) AS count FROM task WHERE made_by = 2 AND state = 'Succeeded'"
    const unresolved = `SELECT count(*) AS count FROM task_link JOIN task ON seq = new_seq
                          JOIN dead_letter ON task_seq = old_seq
                         WHERE task.state = 'Succeeded' AND resolved_at_ms IS NULL`
    await killWhen(host, (db) => count(db, ended) >= COMPENSATED_COUNT / 4)
    inDatabase(workspaceDir, (db) => expect(count(db, unresolved)).toBe(0))

    // a replay of a selection: killed in the middle, again and again
    await start()
    const db = new Database(`${workspaceDir}/tasks.db`, { readonly: true })
    await until(() => count(db, ended) === COMPENSATED_COUNT, { what: 'every compensation to end', withinMs: 20_000 })
    const rest = seqs.slice(COMPENSATED_COUNT)
    const { batchId, state } = await client()['repairs.replay']({ selection: { seqs: rest } })
    expect(state).toBe('Running')
    const handled = `SELECT made_count AS count FROM batch WHERE id = ${batchId}`
    let killedInTheMiddle = 0
    for (const progress of PROGRESS_AT_KILLS) {
      await killWhen(host, (db) => count(db, handled) >= rest.length * progress)
      killedInTheMiddle += inDatabase(workspaceDir, (db) => count(db, `${handled} AND state = 'Running'`)) > 0 ? 1 : 0
      await start()
    }
    expect(killedInTheMiddle).toBeGreaterThan(0) // else no kill came in time

    const made = `SELECT count(*) AS count FROM task WHERE made_by IS NOT NULL`
    const open = `${made} AND place < 3`
    await until(() => count(db, `${handled} AND state = 'Done'`) > 0 && count(db, open) === 0, {
      what: 'every repair to end',
      withinMs: 40_000,
      everyMs: 50,
    })
    expect({
      made: count(db, made),
      links: count(db, 'SELECT count(DISTINCT old_seq) AS count FROM task_link'),
      wrongPayloads: count(
        db,
        `SELECT count(*) AS count FROM task_link JOIN task AS old ON old.seq = old_seq JOIN task AS new ON new.seq = new_seq
          WHERE kind = 'replay' AND old.payload <> new.payload`,
      ),
      openLetters: count(db, 'SELECT count(*) AS count FROM dead_letter WHERE resolved_at_ms IS NULL'),
      openCount: count(db, 'SELECT open_count AS count FROM dead_group WHERE id = 1'),
    }).toEqual({ made: LETTER_COUNT, links: LETTER_COUNT, wrongPayloads: 0, openLetters: 0, openCount: 0 })
    db.close()

    const again = client()['repairs.compensate']({ selection: { seqs: compensated } })
    await expect(again).rejects.toMatchObject({ code: 'nothing_to_repair' }) // a second click, after all that
    await host.stop()
  })
})
