/**
 * The least that stores a task durably: one table, the indices that its lists would need, and one
 * transaction for everything of a turn. No limits, retries, leases, events or counters.
 */
import { statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { PAYLOAD } from '../payload.ts'

export type NewJob = { id: string; submittedAtMs: number; payload: string }
export type FinishedJob = { seq: number; result: string }
export type Turn = { inserts: NewJob[]; claims: number[]; finishes: FinishedJob[] }

const SCHEMA = `
  CREATE TABLE job (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account INTEGER NOT NULL, function INTEGER NOT NULL,
    state INTEGER NOT NULL, submitted_at_ms INTEGER NOT NULL, started_at_ms INTEGER, ended_at_ms INTEGER,
    attempt INTEGER NOT NULL DEFAULT 0, payload TEXT, result TEXT);
  CREATE INDEX job_by_state ON job (account, state, submitted_at_ms) WHERE state >= 2;
  CREATE INDEX job_by_function ON job (account, function, state, submitted_at_ms) WHERE state >= 2;
  CREATE INDEX job_open ON job (state, account, function) WHERE state < 2;`
const FUNCTION_COUNT = 20
const CHECKPOINT_OVER_BYTES = 32 * MIB_BYTES
const LOOK_EVERY_COMMITS = 10

export class RooflineStore {
  readonly #db
  readonly #sql
  readonly #path: string
  readonly #checkpointer: Worker
  #commitCount = 0
  #isCheckpointing = false
  #walMaxBytes = 0

  constructor(path: string) {
    this.#path = path
    this.#db = new Database(path)
    this.#db.pragma('journal_mode = WAL')
    this.#db.pragma('synchronous = NORMAL')
    this.#db.pragma('cache_size = -65536')
    this.#db.pragma('wal_autocheckpoint = 0')
    this.#db.exec(SCHEMA)
    const prepare = (sql: string) => this.#db.prepare(sql)
    this.#sql = {
      begin: prepare('BEGIN IMMEDIATE'),
      commit: prepare('COMMIT'),
      insert: prepare(
        'INSERT INTO job (id, account, function, state, submitted_at_ms, payload) VALUES (?, 1, ?, 0, ?, ?)',
      ),
      claim: prepare('UPDATE job SET state = 1, started_at_ms = ?, attempt = attempt + 1 WHERE seq = ?'),
      finish: prepare('UPDATE job SET state = 2, ended_at_ms = ?, result = ? WHERE seq = ?'),
    }
    this.#checkpointer = new Worker(new URL('./checkpointer.ts', import.meta.url), { workerData: path })
    this.#checkpointer.on('message', () => {
      this.#db.pragma('wal_checkpoint(RESTART)') // short now: it has caught up
      this.#isCheckpointing = false
    })
  }

  get walMaxBytes(): number {
    return this.#walMaxBytes
  }

  /** Returns the seqs of what was inserted. */
  commit({ inserts, claims, finishes }: Turn): number[] {
    const { begin, commit, insert, claim, finish } = this.#sql
    const nowMs = Date.now()
    begin.run()
    const seqs = inserts.map(({ id, submittedAtMs, payload }, index) =>
      Number(insert.run(id, index % FUNCTION_COUNT, submittedAtMs, payload).lastInsertRowid),
    )
    for (const seq of claims) claim.run(nowMs, seq)
    for (const { seq, result } of finishes) finish.run(nowMs, result, seq)
    commit.run()
    if (++this.#commitCount % LOOK_EVERY_COMMITS === 0) this.#watchWal()
    return seqs
  }

  /** Jobs that ended earlier. */
  seed(count: number): void {
    this.#db
      .prepare<{ count: number; payload: string; nowMs: number }>(`
        INSERT INTO job (id, account, function, state, submitted_at_ms, started_at_ms, ended_at_ms, attempt, payload, result)
        WITH RECURSIVE number (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM number WHERE n + 1 < :count)
        SELECT printf('0-%08d', n), 1, n % ${FUNCTION_COUNT}, 2, :nowMs - :count + n, :nowMs, :nowMs, 1, :payload, '{}' FROM number`)
      .run({ count, payload: PAYLOAD, nowMs: Date.now() })
    this.#db.pragma('wal_checkpoint(TRUNCATE)')
  }

  async close(): Promise<void> {
    await this.#checkpointer.terminate()
    this.#db.close()
  }

  #watchWal(): void {
    const { size } = statSync(`${this.#path}-wal`)
    this.#walMaxBytes = Math.max(this.#walMaxBytes, size)
    if (size < CHECKPOINT_OVER_BYTES || this.#isCheckpointing) return
    this.#isCheckpointing = true
    this.#checkpointer.postMessage('checkpoint')
  }
}
