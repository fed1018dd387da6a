/** Writes accounts, functions and tasks straight into a task database, for tests and benches of the read side. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { openTaskDatabase, openTaskDatabaseReadOnly } from '../../electron/storage/taskDatabase.ts'
import { asyncConfig, functionConfig } from '../../shared/domain/functionConfig.ts'
import { type TaskState, taskStates } from '../../shared/domain/taskStates.ts'

const SEQS_PER_MS = 1_024

export type TestTask = {
  functionId: number
  id: string
  submittedAtMs: number
  seq?: number
  state?: TaskState
  isTask?: boolean
  place?: number
  startedAtMs?: number | null
  endedAtMs?: number | null
  attemptCount?: number
  payload?: string | Uint8Array | null
  result?: string | Uint8Array | null
  errorType?: string | null
  errorBody?: string | null
  reason?: string | null
  instanceId?: string | null
}

export class TestTaskDatabase {
  readonly dir = mkdtempSync(join(tmpdir(), 'taskyard-test-'))
  readonly db = openTaskDatabase(this.dir, 'normal')
  readonly #insert = this.db.prepare(`
    INSERT INTO task (seq, function_id, id, state, is_task, queue_id, lane, due_at_ms, place, lease, submitted_at_ms,
                      started_at_ms, ended_at_ms, attempt_count, instance_id, error_type, error_body, reason, payload, result)
    VALUES (:seq, :functionId, :id, :state, :isTask, 1, 0, :submittedAtMs, :place, :lease, :submittedAtMs,
            :startedAtMs, :endedAtMs, :attemptCount, :instanceId, :errorType, :errorBody, :reason, :payload, :result)`)
  readonly #count = this.db.prepare(`
    INSERT INTO task_counter (function_id, state, count) VALUES (?, ?, ?)
    ON CONFLICT (function_id, state) DO UPDATE SET count = count + excluded.count`)
  #lastSeq = 0

  openReader(): Database {
    return openTaskDatabaseReadOnly(this.dir)
  }

  addAccount(account: { name: string; uid: string; keys?: { id: string; secret: string }[] }): number {
    const insert = 'INSERT INTO account (name, uid, concurrency_limit, backlog_limit) VALUES (?, ?, 100, 1000000)'
    const id = Number(this.db.prepare(insert).run(account.name, account.uid).lastInsertRowid)
    for (const key of account.keys ?? []) {
      this.db.prepare('INSERT INTO access_key (id, secret, account_id) VALUES (?, ?, ?)').run(key.id, key.secret, id)
    }
    return id
  }

  addFunction(accountId: number, name: string): number {
    const config = JSON.stringify(functionConfig.parse({ functionName: name, runtime: 'nodejs20' }))
    const async = JSON.stringify(asyncConfig.parse({ asyncTask: true }))
    const insert = `
      INSERT INTO function (account_id, name, origin, config, async_config, async_created_at_ms, async_modified_at_ms,
                            overrides, code_path, code_hash, code_checksum, code_bytes, revision, created_at_ms, modified_at_ms)
      VALUES (?, ?, 'api', ?, ?, 1, 1, '[]', '/nowhere', 'h', '1', 1, 1, 1, 1)`
    return Number(this.db.prepare(insert).run(accountId, name, config, async).lastInsertRowid)
  }

  deleteFunction(functionId: number): void {
    this.db.prepare('UPDATE function SET deleted_at_ms = 1 WHERE id = ?').run(functionId)
  }

  /** One transaction; counters included. Returns the seqs. */
  addTasks(tasks: Iterable<TestTask>): number[] {
    const seqs: number[] = []
    const counts = new Map<string, number>()
    this.db.transaction(() => {
      for (const task of tasks) {
        seqs.push(this.#add(task))
        const key = `${task.functionId} ${task.state ?? 'Succeeded'}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
      for (const [key, count] of counts) {
        const [functionId, state] = key.split(' ')
        this.#count.run(Number(functionId), state, count)
      }
    })()
    return seqs
  }

  close(): void {
    this.db.close()
    rmSync(this.dir, { recursive: true, force: true })
  }

  #add(task: TestTask): number {
    const { functionId, id, submittedAtMs } = task
    const state = task.state ?? 'Succeeded'
    const isFinal = taskStates.isFinal(state)
    const isHeld = state === 'Dequeued' || state === 'Running' || state === 'Stopping'
    const place = task.place ?? (isFinal ? 3 : isHeld ? 2 : 1)
    const hasStarted = state === 'Running' || state === 'Succeeded' || state === 'Failed' || state === 'Retrying'
    this.#lastSeq = task.seq ?? Math.max(this.#lastSeq + 1, submittedAtMs * SEQS_PER_MS)
    this.#insert.run({
      seq: this.#lastSeq,
      functionId,
      id,
      state,
      isTask: (task.isTask ?? true) ? 1 : 0,
      place,
      lease: place === 2 ? 1 : null,
      submittedAtMs,
      startedAtMs: task.startedAtMs === undefined ? (hasStarted ? submittedAtMs + 5 : null) : task.startedAtMs,
      endedAtMs: task.endedAtMs === undefined ? (isFinal ? submittedAtMs + 50 : null) : task.endedAtMs,
      attemptCount: task.attemptCount ?? (hasStarted || isHeld ? 1 : 0),
      instanceId: task.instanceId ?? null,
      errorType: task.errorType ?? null,
      errorBody: task.errorBody ?? null,
      reason: task.reason ?? null,
      payload: task.payload === undefined ? `{"order":"${id}"}` : task.payload,
      result: task.result ?? null,
    })
    return this.#lastSeq
  }
}
