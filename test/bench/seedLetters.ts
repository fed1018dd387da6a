/**
 * Fills the task database of a new workspace with failed tasks and their dead letters, in groups of the same
 * size by turns, spread over the last day: straight into the tables, because failing them would take minutes.
 */
import { mkdirSync } from 'node:fs'
import { openTaskDatabase } from '../../electron/storage/taskDatabase.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/units/time.ts'
import { seedTasks } from './seedTasks.ts'

export type SeededLetters = { accountId: number; letterCount: number; groupCount: number }

export function seedLetters(
  workspaceDir: string,
  { letterCount, groupCount }: Omit<SeededLetters, 'accountId'>,
): SeededLetters {
  mkdirSync(workspaceDir, { recursive: true })
  const { accountId } = seedTasks(workspaceDir, 20_000) // tasks that succeeded, stopped or failed before them
  const db = openTaskDatabase(workspaceDir, 'normal')
  const lastMs = Date.now() - MINUTE_MS
  const error = JSON.stringify({
    errorMessage: 'card declined',
    errorType: 'CardError',
    stackTrace: ['CardError: card declined', '    at charge (/code/src/pay.js:12:5)'],
  })
  db.transaction(() => {
    const { functionId, firstSeq } = db
      .prepare<[], { functionId: number; firstSeq: number }>(
        'SELECT min(function_id) AS functionId, max(seq) + 1000000 AS firstSeq FROM task',
      )
      .get() ?? { functionId: 0, firstSeq: 0 }
    const values = { accountId, letterCount, groupCount, functionId, firstSeq, lastMs, error, dayMs: DAY_MS }
    const numbers = `WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :count)`
    const atMs = ':lastMs - :dayMs + n * :dayMs / :letterCount'
    db.prepare(`
      INSERT INTO instance (id, function_id, state, code_hash, created_at_ms, ended_at_ms)
        SELECT 'c-bench', :functionId, 'stopped', 'hash-1', 1, 2`).run(values)
    db.prepare(`
      INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, submitted_at_ms,
                        dequeued_at_ms, started_at_ms, ended_at_ms, attempt_count, instance_id, error_type, error_body, payload)
      ${numbers}
      SELECT :firstSeq + n, :functionId, printf('dead-%08d', n), 'Failed', 1, 1, n % 64, ${atMs}, 3, ${atMs},
             ${atMs}, ${atMs}, ${atMs} + n % 50, 1, 'c-bench', 'UnhandledInvocationError', :error,
             printf('{"order":%d,"shop":{"region":"eu","open":true},"note":"one of many"}', n)
        FROM number`).run({ ...values, count: letterCount })
    db.prepare(`
      INSERT INTO dead_group (id, account_id, fingerprint, error_class, message, frame, state, state_at_ms,
                              first_seen_ms, last_seen_ms, total_count, open_count)
      ${numbers}
      SELECT n + 1, :accountId, printf('print-%d', n), 'CardError', printf('card declined by bank %c', 97 + n % 26),
             'src/pay.js charge', iif(n % 4 = 0, 'Acknowledged', 'New'), :lastMs, :lastMs - :dayMs, :lastMs - n,
             :letterCount / :groupCount, :letterCount / :groupCount
        FROM number`).run({ ...values, count: groupCount })
    db.prepare(`
      INSERT INTO dead_letter (task_seq, group_id, died_at_ms)
        SELECT seq, (seq - :firstSeq) % :groupCount + 1, ended_at_ms FROM task WHERE seq >= :firstSeq ORDER BY seq`).run(
      values,
    )
    db.exec(`
      INSERT INTO dead_group_version (group_id, function_id, code_hash, count, first_seen_ms, last_seen_ms)
        SELECT group_id, function_id, 'hash-1', count(*), min(died_at_ms), max(died_at_ms)
          FROM dead_letter JOIN task ON task.seq = task_seq GROUP BY group_id, function_id;
      INSERT INTO dead_group_step (group_id, step_minutes, step, count)
        SELECT group_id, 60, died_at_ms / ${HOUR_MS}, count(*) FROM dead_letter GROUP BY 1, 3;
      DELETE FROM task_counter;
      INSERT INTO task_counter (function_id, state, count) SELECT function_id, state, count(*) FROM task GROUP BY 1, 2`)
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return { accountId, letterCount, groupCount }
}
