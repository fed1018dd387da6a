/** A host that starts over a big backlog loads none of it whole (DESIGN.md section 2, PERF.md section 3). */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { startTestHost } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const WAITING_COUNT = Number(process.env.BACKLOG ?? 1_000_000)
const DELAYED_COUNT = WAITING_COUNT / 20
const RUNNING_COUNT = 200
const MAX_MEMORY_BYTES = 400 * MIB_BYTES // PERF.md section 3, first target
const HOUR_MS = 3_600_000

type Seed = {
  firstSeq: number
  prefix: string
  count: number
  state: string
  place: number
  lease: number | null
  dueAtMs: number
  startedAtMs: number | null
}

/** Rows as a host leaves them behind, written in one statement a kind. */
function seed(db: Database.Database, submittedAtMs: number): void {
  const insert = db.prepare<Seed & { submittedAtMs: number }>(`
    WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :count - 1)
    INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, lease, submitted_at_ms,
                      dequeued_at_ms, started_at_ms, attempt_count, payload)
    SELECT :firstSeq + i, 1, printf('%s-%07d', :prefix, i), :state, 1, 1, i % 64, :dueAtMs, :place, :lease,
           :submittedAtMs, :startedAtMs, :startedAtMs, :startedAtMs IS NOT NULL, '{"padding":"${'x'.repeat(180)}"}' FROM n`)
  const count = db.prepare('INSERT INTO task_counter (function_id, state, count) VALUES (1, ?, ?)')
  const firstSeq = submittedAtMs * 1_024
  const kinds: Seed[] = [
    {
      firstSeq,
      prefix: 'waiting',
      count: WAITING_COUNT,
      state: 'Enqueued',
      place: 1,
      lease: null,
      dueAtMs: submittedAtMs,
      startedAtMs: null,
    },
    {
      firstSeq: firstSeq + 2_000_000,
      prefix: 'delayed',
      count: DELAYED_COUNT,
      state: 'Enqueued',
      place: 0,
      lease: null,
      dueAtMs: submittedAtMs + 10 * HOUR_MS,
      startedAtMs: null,
    },
    {
      firstSeq: firstSeq + 3_000_000,
      prefix: 'running',
      count: RUNNING_COUNT,
      state: 'Running',
      place: 2,
      lease: 1,
      dueAtMs: submittedAtMs,
      startedAtMs: submittedAtMs,
    },
  ]
  db.transaction(() => {
    for (const kind of kinds) insert.run({ ...kind, submittedAtMs })
    count.run('Enqueued', WAITING_COUNT + DELAYED_COUNT)
    count.run('Running', RUNNING_COUNT)
  })()
}

function memoryBytes(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1_024
}

it(`a host that finds ${WAITING_COUNT} waiting, ${DELAYED_COUNT} delayed and ${RUNNING_COUNT} running tasks goes on at once, in little memory`, async () => {
  const project = projectFolder({
    's.yaml': specOf({ work: ['handler: index.handler', 'asyncInvokeConfig: { asyncTask: true }'] }),
    'work/index.js': 'exports.handler = (event, context, callback) => callback(null, "done")',
  })
  const before = await startTestHost({ project })
  const { workspaceDir } = before
  await before.stop()
  const db = new Database(`${workspaceDir}/tasks.db`)
  seed(db, Date.now() - HOUR_MS)

  const _startedMs = performance.now()
  const host = await startTestHost({ project, workspaceDir })
  const succeeded = db.prepare<[], { count: number }>("SELECT count FROM task_counter WHERE state = 'Succeeded'")
  await until(() => (succeeded.get()?.count ?? 0) > 0, { what: 'the first task to end', everyMs: 10 })
  await until(() => (succeeded.get()?.count ?? 0) > 20_000, { what: 'some of the backlog to be drained', everyMs: 100 })
  const memory = memoryBytes(host.pid)
  expect(memory).toBeLessThan(MAX_MEMORY_BYTES)

  const interrupted = db.prepare("SELECT count(*) AS count FROM attempt WHERE outcome = 'Interrupted'").get()
  expect(interrupted).toEqual({ count: RUNNING_COUNT })
  expect(db.prepare("SELECT count(*) AS count FROM task WHERE id LIKE 'delayed-%' AND place = 0").get()).toEqual({
    count: DELAYED_COUNT,
  })
  await host.kill()
  db.close()
})
