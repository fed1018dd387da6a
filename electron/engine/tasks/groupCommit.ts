/**
 * One transaction a turn: everything that arrived since the last one is applied, committed and then
 * acknowledged together (DESIGN.md section 2, PERF.md section 2).
 *
 * When the transaction fails as a whole (disk full), nothing of it happened: the in-memory state is
 * read again from the database, writes that must not be lost wait and are tried again, all others fail.
 */
import type { Database } from 'better-sqlite3'
import { AppError } from '../../../shared/errors.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'

export type Write = {
  /** Runs inside the transaction. An AppError refuses this write alone; it must come before the first change. */
  apply(): void
  committed?(): void
  failed(error: unknown): void
  /** True: kept and tried again after a failed transaction, because dropping it would lose a result. */
  mustSurvive?: boolean
}

export type GroupCommitDeps = {
  db: Database
  /** Last part of each transaction: what follows from the writes (grants, counters). */
  conclude(): void
  /** After the commit: tell others. */
  committed(): void
  /** After a rollback: read the in-memory state again. */
  reload(): void
  explain(error: unknown): unknown
  /** Calls back soon, after what has already arrived has been taken in. */
  defer(run: () => void): void
  retryLater(run: () => void, delayMs: number): void
}

/** Batch 200 to 500 is the best trade of throughput and commit latency (PERF.md section 2). */
const MAX_WRITES_PER_TURN = 400

export class GroupCommit {
  readonly #deps: GroupCommitDeps
  #waiting: Write[] = []
  #isScheduled = false
  /** Why the last transaction failed; null: it did not. */
  #failure: AppError | null = null
  #isClosed = false
  readonly #begin
  readonly #commit
  readonly #rollback

  constructor(deps: GroupCommitDeps) {
    this.#deps = deps
    this.#begin = deps.db.prepare('BEGIN IMMEDIATE')
    this.#commit = deps.db.prepare('COMMIT')
    this.#rollback = deps.db.prepare('ROLLBACK')
  }

  add(write: Write): void {
    if (this.#isClosed) return write.failed(new AppError('unavailable', 'the host is stopping'))
    if (this.#failure !== null && !write.mustSurvive) return write.failed(this.#failure)
    this.#waiting.push(write)
    this.wake()
  }

  /** Runs a turn soon even if nothing was added: something came due, a place became free. */
  wake(): void {
    if (this.#isScheduled || this.#failure !== null) return
    this.#isScheduled = true
    this.#deps.defer(() => {
      this.#isScheduled = false
      this.runTurn()
    })
  }

  /** Commits what is waiting; whatever is added or called back later changes nothing. */
  close(): void {
    do this.runTurn()
    while (this.#waiting.length > 0 && this.#failure === null)
    this.#isClosed = true
    const error = new AppError('unavailable', 'the host is stopping')
    for (const write of this.#waiting.splice(0)) write.failed(error)
  }

  runTurn(): void {
    if (this.#isClosed) return
    const writes = this.#waiting.splice(0, MAX_WRITES_PER_TURN)
    const done: Write[] = []
    const refused: { write: Write; error: unknown }[] = []
    try {
      this.#begin.run()
      for (const write of writes) {
        try {
          write.apply()
          done.push(write)
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          refused.push({ write, error })
        }
      }
      this.#deps.conclude()
      this.#commit.run()
    } catch (error) {
      this.#recover(writes, error)
      return
    }
    this.#failure = null
    for (const { write, error } of refused) write.failed(error)
    for (const write of done) write.committed?.()
    this.#deps.committed()
    if (this.#waiting.length > 0) this.wake()
  }

  #recover(writes: Write[], cause: unknown): void {
    if (this.#deps.db.inTransaction) this.#rollback.run()
    const error = this.#deps.explain(cause)
    if (!(error instanceof AppError) || error.code !== 'disk_full') throw cause // a bug or damage: the thread ends
    this.#waiting = [...writes, ...this.#waiting].filter((write) => {
      if (!write.mustSurvive) write.failed(error)
      return write.mustSurvive
    })
    this.#deps.reload() // after those that failed have let go of what they held
    // Until a transaction succeeds nothing new is taken in, so that results are not held up by it.
    this.#failure = error
    this.#deps.retryLater(() => this.runTurn(), SECOND_MS)
  }
}
