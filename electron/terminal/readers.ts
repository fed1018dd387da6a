/**
 * Who reads a terminal, and whether its program has to wait for them.
 *
 * A reader has no name: it is known by where its last answer ended, because there its next question begins. Asking
 * for what follows a byte acknowledges everything before it. A reader is attentive while it waits and for a while
 * after its last answer; the slowest attentive one sets the pace, and without any the output goes on until as much
 * is unread as is kept.
 *
 * Pure: positions and milliseconds come from the caller.
 */
import { KIB_BYTES } from '../../shared/units/bytes.ts'
import { SECOND_MS } from '../../shared/units/time.ts'

export const ATTENTIVE_MS = 10 * SECOND_MS
/** Stop when so much was not acknowledged … */
export const HIGH_WATER_BYTES = 256 * KIB_BYTES
/** … and go on when it has come down to this. */
export const LOW_WATER_BYTES = 128 * KIB_BYTES

/** What still comes after a pause. */
const ON_ITS_WAY_BYTES = 128 * KIB_BYTES

export type Reader = {
  acknowledgedBytes: number
  asksNextAt: number | null // null: it waits for an answer
  answeredAtMs: number
  answeredBytes: number // by its last answer
}

export class Readers {
  readonly #keptBytes: number
  readonly #readers = new Set<Reader>()
  #acknowledgedBytes = 0 // by whoever had read the most when nobody was left
  #isPaused = false

  constructor(keptBytes: number) {
    this.#keptBytes = keptBytes
  }

  /** A question for what follows `afterByte`. */
  ask(afterByte: number, elapsedMs: number): Reader {
    this.#forget(elapsedMs)
    const known = [...this.#readers].find(({ asksNextAt }) => asksNextAt === afterByte)
    const reader: Reader = known ?? {
      acknowledgedBytes: 0,
      asksNextAt: null,
      answeredAtMs: elapsedMs,
      answeredBytes: 0,
    }
    reader.acknowledgedBytes = afterByte
    reader.asksNextAt = null
    this.#readers.add(reader)
    this.#acknowledgedBytes = Math.max(this.#acknowledgedBytes, afterByte)
    return reader
  }

  answer(reader: Reader, at: { nextByte: number; elapsedMs: number }): void {
    reader.answeredBytes = Math.max(0, at.nextByte - reader.acknowledgedBytes)
    reader.asksNextAt = at.nextByte
    reader.answeredAtMs = at.elapsedMs
  }

  /** It no longer wants the answer: the window is gone. */
  leave(reader: Reader): void {
    this.#readers.delete(reader)
  }

  isAttended(elapsedMs: number): boolean {
    this.#forget(elapsedMs)
    return this.#readers.size > 0
  }

  /** Whether the program has to wait, now that `nextByte` bytes were printed. */
  mustPause(nextByte: number, elapsedMs: number): boolean {
    this.#forget(elapsedMs)
    const slowest = Math.min(...[...this.#readers].map(({ acknowledgedBytes }) => acknowledgedBytes))
    const unreadBytes = nextByte - (this.#readers.size === 0 ? this.#acknowledgedBytes : slowest)
    const highBytes = this.#readers.size === 0 ? this.#keptBytes - ON_ITS_WAY_BYTES : HIGH_WATER_BYTES
    const lowBytes = this.#readers.size === 0 ? highBytes : LOW_WATER_BYTES
    this.#isPaused = unreadBytes > (this.#isPaused ? lowBytes : highBytes)
    return this.#isPaused
  }

  #forget(elapsedMs: number): void {
    for (const reader of this.#readers) {
      if (reader.asksNextAt !== null && elapsedMs - reader.answeredAtMs > ATTENTIVE_MS) this.#readers.delete(reader)
    }
  }
}
