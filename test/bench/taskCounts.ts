/** How many tasks of a workspace have ended well, from the host's own counters, over a connection that only reads. */
import { statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { Database } from 'better-sqlite3'
import { openTaskDatabaseReadOnly, taskDatabasePath } from '../../electron/storage/taskDatabase.ts'
import { MINUTE_MS } from '../../shared/units/time.ts'

const LOOK_EVERY_MS = 20
const LONGEST_MS = 10 * MINUTE_MS

export class TaskCounts {
  readonly #db: Database
  readonly #succeeded
  readonly #walPath: string

  constructor(workspaceDir: string) {
    this.#db = openTaskDatabaseReadOnly(workspaceDir)
    this.#succeeded = this.#db
      .prepare<[], number>("SELECT ifnull(sum(count), 0) FROM task_counter WHERE state = 'Succeeded'")
      .pluck()
    this.#walPath = `${taskDatabasePath(workspaceDir)}-wal`
  }

  get succeededCount(): number {
    return this.#succeeded.get() ?? 0
  }

  get walBytes(): number {
    return statSync(this.#walPath, { throwIfNoEntry: false })?.size ?? 0
  }

  /** Resolves when so many have ended well; rejects when that takes unreasonably long. */
  async reach(succeededCount: number): Promise<void> {
    const untilMs = performance.now() + LONGEST_MS
    while (this.succeededCount < succeededCount) {
      if (performance.now() > untilMs) throw new Error(`only ${this.succeededCount} of ${succeededCount} tasks ended`)
      await pause(LOOK_EVERY_MS)
    }
  }

  close(): void {
    this.#db.close()
  }
}
