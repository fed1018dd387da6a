/**
 * The open log database. Opened when first used; a damaged file is moved aside, with a notice, and
 * the work is done again on a new one, so that damage never reaches a task.
 */
import type { Notice } from '../base/threadLink.ts'
import {
  isDamaged,
  type LogDamage,
  lastLogDamage,
  moveDamagedLogsAside,
  openLogDatabase,
} from '../storage/logDatabase.ts'
import { type LogStreamSql, prepareLogStreamSql } from '../storage/logStream.sql.ts'
import { type LogSql, prepareLogSql } from '../storage/logs.sql.ts'

/** `damage`: what was written before it is in another file. */
export type OpenLog = {
  db: ReturnType<typeof openLogDatabase>
  sql: LogSql
  stream: LogStreamSql
  damage: LogDamage | null
}

export class LogFile {
  readonly #options: { workspaceDir: string; maxPages: number | null; notify(notice: Notice): void }
  #open: OpenLog | null = null

  constructor(options: { workspaceDir: string; maxPages: number | null; notify(notice: Notice): void }) {
    this.#options = options
  }

  /** Throws what SQLite throws, except for damage that a new file mends. `work` may run twice. */
  use<T>(work: (log: OpenLog) => T): T {
    try {
      return work(this.#opened())
    } catch (error) {
      if (!isDamaged(error)) throw error
      this.#startAfresh()
      return work(this.#opened())
    }
  }

  close(): void {
    this.#open?.db.close()
    this.#open = null
  }

  #opened(): OpenLog {
    if (this.#open === null) {
      const db = openLogDatabase(this.#options.workspaceDir, this.#options.maxPages)
      const damage = lastLogDamage(this.#options.workspaceDir)
      this.#open = { db, sql: prepareLogSql(db), stream: prepareLogStreamSql(db), damage }
    }
    return this.#open
  }

  #startAfresh(): void {
    this.close()
    const asidePath = moveDamagedLogsAside(this.#options.workspaceDir)
    this.#options.notify({
      level: 'error',
      code: 'logs_damaged',
      message: `The log database was damaged. It was moved to ${asidePath} and a new one was started: older output is not shown, tasks are not affected.`,
    })
  }
}
