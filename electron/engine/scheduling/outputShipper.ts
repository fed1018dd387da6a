/**
 * Ships captured output to the log thread in batches and keeps each until it is stored, so that nothing
 * is lost when that thread is replaced. When it falls behind, the instances' pipes are no longer read:
 * a handler that floods its output is slowed down, never cut off silently.
 */
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import type { LogToScheduler, OutputChunk, SchedulerToLog } from '../messages.ts'

const MAX_UNSTORED_LENGTH = 8 * MIB_BYTES
const RESUME_BELOW_LENGTH = 4 * MIB_BYTES
const FLUSH_AT_LENGTH = MIB_BYTES / 4
const FLUSH_AFTER_MS = 20

export type OutputShipperDeps = {
  send(message: SchedulerToLog): void
  pause(): void
  resume(): void
  later(run: () => void, delayMs: number): void
}
type Batch = { message: SchedulerToLog; length: number }

export class OutputShipper {
  readonly #deps: OutputShipperDeps
  #schedulerId = 0
  #lastBatchId = 0
  #chunks: OutputChunk[] = []
  #chunksLength = 0
  #unstoredLength = 0
  #isPaused = false
  #isTimerSet = false
  readonly #unstored = new Map<number, Batch>()

  constructor(deps: OutputShipperDeps) {
    this.#deps = deps
  }

  /** Batches are numbered within the scheduler's lease. */
  begin(schedulerId: number): void {
    this.#schedulerId = schedulerId
  }

  add(chunk: OutputChunk): void {
    this.#chunks.push(chunk)
    this.#chunksLength += chunk.text.length
    this.#unstoredLength += chunk.text.length
    if (this.#chunksLength >= FLUSH_AT_LENGTH) this.flush()
    else this.#setTimer()
    if (this.#unstoredLength > MAX_UNSTORED_LENGTH && !this.#isPaused) {
      this.#isPaused = true
      this.#deps.pause()
    }
  }

  flush(): void {
    if (this.#chunks.length === 0) return
    const message: SchedulerToLog = {
      kind: 'output',
      schedulerId: this.#schedulerId,
      batchId: ++this.#lastBatchId,
      chunks: this.#chunks,
    }
    this.#unstored.set(message.batchId, { message, length: this.#chunksLength })
    this.#chunks = []
    this.#chunksLength = 0
    this.#deps.send(message)
  }

  stored({ batchId }: LogToScheduler): void {
    const batch = this.#unstored.get(batchId)
    if (batch === undefined) return
    this.#unstored.delete(batchId)
    this.#unstoredLength -= batch.length
    if (this.#isPaused && this.#unstoredLength < RESUME_BELOW_LENGTH) {
      this.#isPaused = false
      this.#deps.resume()
    }
  }

  /** The log thread was replaced: it gets everything that it has not confirmed, in order. */
  resend(): void {
    for (const { message } of this.#unstored.values()) this.#deps.send(message)
  }

  #setTimer(): void {
    if (this.#isTimerSet) return
    this.#isTimerSet = true
    this.#deps.later(() => {
      this.#isTimerSet = false
      this.flush()
    }, FLUSH_AFTER_MS)
  }
}
