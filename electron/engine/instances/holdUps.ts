/**
 * How long an instance's output was held back because what was written could not be stored as fast. It counts
 * only when output was waiting: it comes at once when the pipes are read again. A flood is held back many
 * times a second, so it is told at most once a second, and not for less than `MIN_TOLD_MS`.
 */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Clock } from '../../base/clock.ts'

const MIN_TOLD_MS = 100
const TELL_EVERY_MS = SECOND_MS
const WAITING_OUTPUT_COMES_WITHIN_MS = 200

export class HoldUps {
  readonly #clock: Clock
  #beganAtMs: number | null = null
  #last: { lengthMs: number; endedAtMs: number } | null = null // not known yet whether output waited
  #untoldMs = 0
  #toldAtMs = Number.NEGATIVE_INFINITY

  constructor(clock: Clock) {
    this.#clock = clock
  }

  begin(): void {
    this.#beganAtMs ??= this.#clock.elapsedMs()
  }

  end(): void {
    if (this.#beganAtMs === null) return
    const nowMs = this.#clock.elapsedMs()
    this.#last = { lengthMs: nowMs - this.#beganAtMs, endedAtMs: nowMs }
    this.#beganAtMs = null
  }

  /** Output has come: how much of the time is to be told now; 0: none. */
  afterOutput(): number {
    if (this.#last === null && this.#untoldMs === 0) return 0
    const nowMs = this.#clock.elapsedMs()
    if (this.#last !== null && nowMs - this.#last.endedAtMs < WAITING_OUTPUT_COMES_WITHIN_MS) {
      this.#untoldMs += this.#last.lengthMs
    }
    this.#last = null
    return nowMs - this.#toldAtMs < TELL_EVERY_MS ? 0 : this.untold()
  }

  /** What has not been told, if it is worth it. */
  untold(): number {
    if (this.#untoldMs < MIN_TOLD_MS) return 0
    const heldMs = this.#untoldMs
    this.#untoldMs = 0
    this.#toldAtMs = this.#clock.elapsedMs()
    return heldMs
  }
}
