/**
 * Stores batches of captured output and acknowledges each after its commit. Batches that came in the
 * same turn share a transaction.
 *
 * When the file cannot be written (a full disk), batches wait in memory and are tried again each
 * second; nothing is acknowledged meanwhile, so schedulers stop reading output. Over
 * `MAX_PENDING_BYTES` a batch is replaced by marks that say how much of it was lost.
 */
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import type { LogToScheduler, SchedulerToLog } from '../base/logMessages.ts'
import type { Notice } from '../base/threadLink.ts'
import type { OutputRow } from '../storage/logs.sql.ts'
import { sqliteCode } from '../storage/taskDatabase.ts'
import type { LogFile, OpenLog } from './logFile.ts'
import { lossMarks } from './lossMarks.ts'
import { mergeChunks } from './mergeChunks.ts'
import { ZoneSums } from './zoneSums.ts'

const MAX_PENDING_BYTES = 32 * MIB_BYTES
const MAX_TRANSACTION_BYTES = 4 * MIB_BYTES // about 10 ms, so that reads and checkpoints are not kept waiting

type Reply = (message: LogToScheduler) => void
type Batch = { schedulerId: number; batchId: number; rows: OutputRow[]; bytes: number; reply: Reply }

export type WriterOptions = {
  file: LogFile
  /** Differs between hosts: schedulers' ids are only compared within one. */
  hostId: string
  notify(notice: Notice): void
  /** After each commit that stored something. */
  stored?(): void
  maxPendingBytes?: number
  retryAfterMs?: number
}

export class OutputWriter {
  readonly #options: WriterOptions
  readonly #maxPendingBytes: number
  readonly #retryAfterMs: number
  #pending: Batch[] = []
  #pendingBytes = 0
  #hasTurn = false // a flush will run in this thread's next turn
  #mayGroup = true // false while looking for the batch that spoiled its group
  #isStalled = false // the file cannot be written
  #retryTimer: NodeJS.Timeout | null = null

  constructor(options: WriterOptions) {
    this.#options = options
    this.#maxPendingBytes = options.maxPendingBytes ?? MAX_PENDING_BYTES
    this.#retryAfterMs = options.retryAfterMs ?? SECOND_MS
  }

  accept(message: SchedulerToLog, reply: Reply): void {
    let rows = mergeChunks(message.chunks)
    let bytes = sizeOf(rows)
    if (this.#pendingBytes + bytes > this.#maxPendingBytes) {
      this.#tellLoss(bytes)
      rows = lossMarks(rows)
      bytes = sizeOf(rows)
    }
    this.#pending.push({ schedulerId: message.schedulerId, batchId: message.batchId, rows, bytes, reply })
    this.#pendingBytes += bytes
    this.#flushNextTurn()
  }

  /** Stores what is pending, in one last attempt. */
  stop(): void {
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
    this.#isStalled = false
    while (this.#pending.length > 0 && !this.#isStalled) this.#flush()
    if (this.#retryTimer !== null) clearTimeout(this.#retryTimer)
    if (this.#pending.length > 0) this.#tellLoss(this.#pendingBytes)
    this.#pending = []
  }

  #flushNextTurn(): void {
    if (this.#hasTurn || this.#isStalled || this.#pending.length === 0) return
    this.#hasTurn = true
    setImmediate(() => {
      this.#hasTurn = false
      if (this.#pending.length > 0 && !this.#isStalled) this.#flush()
      this.#flushNextTurn()
    })
  }

  #flush(): void {
    const group = this.#nextGroup()
    const failure = this.#tryToStore(group)
    if (failure !== null && !isBadBatch(failure)) {
      this.#stall(failure)
      return
    }
    this.#resume()
    if (failure === null) {
      this.#acknowledge(group)
      this.#options.stored?.()
    } else if (group.length > 1) this.#mayGroup = false
    else this.#refuse(group, failure)
  }

  /** Returns what went wrong, or null. */
  #tryToStore(group: Batch[]): unknown {
    try {
      this.#options.file.use((log) => log.db.transaction(() => this.#insert(log, group)).immediate())
      return null
    } catch (error) {
      return error
    }
  }

  /** The last batch is read inside the transaction: a log thread that was replaced may still commit. */
  #insert({ sql }: OpenLog, group: Batch[]): void {
    const { hostId } = this.#options
    const zones = new ZoneSums()
    for (const { schedulerId, batchId, rows } of group) {
      if (batchId <= (sql.lastBatch.get({ hostId, schedulerId }) ?? 0)) continue // sent again, but stored
      for (const row of rows) zones.add(Number(sql.insertOutput.run(row).lastInsertRowid), row)
      sql.rememberBatch.run({ hostId, schedulerId, batchId })
    }
    for (const zone of zones.rows()) sql.addToZone.run(zone)
  }

  #nextGroup(): Batch[] {
    if (!this.#mayGroup) return this.#pending.slice(0, 1)
    let bytes = 0
    const end = this.#pending.findIndex((batch, index) => {
      bytes += batch.bytes
      return index > 0 && bytes > MAX_TRANSACTION_BYTES
    })
    return this.#pending.slice(0, end === -1 ? undefined : end)
  }

  #acknowledge(group: Batch[]): void {
    this.#pending = this.#pending.slice(group.length)
    for (const { batchId, bytes, reply } of group) {
      this.#pendingBytes -= bytes
      reply({ kind: 'outputStored', batchId })
    }
  }

  /** A batch that can never be stored must not hold up the others. */
  #refuse(group: Batch[], error: unknown): void {
    this.#options.notify({ level: 'error', code: 'logs_refused', message: `Output was dropped: ${String(error)}` })
    this.#mayGroup = true
    this.#acknowledge(group)
  }

  #stall(error: unknown): void {
    if (!this.#isStalled) {
      this.#options.notify({
        level: 'error',
        code: 'logs_stalled',
        message: `Captured output cannot be stored now: it waits in memory, and functions that write much wait with it. Free some disk space. (${String(error)})`,
      })
    }
    this.#isStalled = true
    this.#retryTimer = setTimeout(() => this.#flush(), this.#retryAfterMs)
  }

  #resume(): void {
    if (!this.#isStalled) return
    this.#isStalled = false
    this.#options.notify({ level: 'notice', code: 'logs_resumed', message: 'Captured output is stored again.' })
    this.#flushNextTurn()
  }

  #tellLoss(bytes: number): void {
    this.#options.notify({
      level: 'error',
      code: 'logs_lost',
      message: `${bytes} bytes of output were lost: the log database could not be written for too long.`,
    })
  }
}

function sizeOf(rows: readonly OutputRow[]): number {
  return rows.reduce((sum, row) => sum + row.byteCount, 0)
}

/** Errors that a later try would meet again: wrong types, a broken rule of the schema. */
function isBadBatch(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true
  return /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(sqliteCode(error) ?? '')
}
