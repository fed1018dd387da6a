/**
 * Keeps the write-ahead log of the task database short without holding up the writer: over 32 MiB it asks
 * the log thread for passive checkpoints, and when those have caught up it restarts the log itself
 * (PERF.md section 2, item 2). Without a log thread it checkpoints alone, late.
 */
import { statSync } from 'node:fs'
import type { MessagePort } from 'node:worker_threads'
import type { Database } from 'better-sqlite3'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import type { LogToStore, StoreToLog } from '../base/logMessages.ts'
import { sqliteCode } from './taskDatabase.ts'

const CHECKPOINT_OVER_BYTES = 32 * MIB_BYTES
const ALONE_OVER_BYTES = 256 * MIB_BYTES
const BUSY_TIMEOUT_MS = 5_000 // the driver's default

export class WalWatch {
  readonly #db: Database
  readonly #walPath: string
  #log: MessagePort | null = null
  #isAsked = false
  #isAlone = true // no log thread, or it cannot

  constructor(db: Database, path: string) {
    this.#db = db
    this.#walPath = `${path}-wal`
  }

  connect(port: MessagePort): void {
    this.#log?.close()
    this.#log = port
    this.#isAsked = false
    this.#isAlone = false
    port.on('message', (message: LogToStore) => {
      if (message.kind === 'metricsStored') return
      this.#isAsked = false
      this.#isAlone = message.kind === 'checkpointFailed'
      if (message.kind === 'checkpointed') this.#restart()
    })
  }

  afterCommit(): void {
    const bytes = this.#walBytes()
    if (bytes > CHECKPOINT_OVER_BYTES && this.#log !== null && !this.#isAsked) {
      this.#isAsked = true
      this.#log.postMessage({ kind: 'checkpoint' } satisfies StoreToLog)
    }
    if (bytes > ALONE_OVER_BYTES && this.#isAlone) this.#restart()
  }

  close(): void {
    this.#log?.close()
    this.#db.pragma('wal_checkpoint(TRUNCATE)')
  }

  /** Never waits for a reader, and leaves a full disk to the next transaction: it is asked for again. */
  #restart(): void {
    this.#db.pragma('busy_timeout = 0')
    try {
      this.#db.pragma('wal_checkpoint(RESTART)')
    } catch (error) {
      if (!/^SQLITE_(FULL|IOERR|BUSY)/.test(sqliteCode(error) ?? '')) throw error
    } finally {
      this.#db.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`)
    }
  }

  #walBytes(): number {
    return statSync(this.#walPath, { throwIfNoEntry: false })?.size ?? 0
  }
}
