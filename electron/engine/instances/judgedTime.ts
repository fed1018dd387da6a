/**
 * The time by which the deadlines of instances are judged. It stands still while this host is stopped
 * or asleep (DESIGN.md section 2), and while output is held back: a handler that blocks because we do
 * not read its pipes must not be called slow.
 */
import { ASLEEP_AFTER_MS, AwakeTime, type Clock } from '../../base/clock.ts'

export class JudgedTime {
  readonly #clock: Clock
  readonly #awake: AwakeTime
  #lastTickMs: number
  #judgedMs = 0
  #isHeld = false

  constructor(clock: Clock) {
    this.#clock = clock
    this.#lastTickMs = clock.elapsedMs()
    this.#awake = new AwakeTime(this.#lastTickMs)
  }

  tick(): void {
    const beforeMs = this.#awake.awakeMs
    this.#lastTickMs = this.#clock.elapsedMs()
    this.#awake.tick(this.#lastTickMs)
    if (!this.#isHeld) this.#judgedMs += this.#awake.awakeMs - beforeMs
  }

  /** Between ticks it may run ahead by the part of a gap that the next tick leaves out: whatever is
   *  timed from such a moment gets longer, never shorter. */
  get nowMs(): number {
    if (this.#isHeld) return this.#judgedMs
    return this.#judgedMs + Math.min(this.#clock.elapsedMs() - this.#lastTickMs, ASLEEP_AFTER_MS)
  }

  hold(): void {
    this.tick()
    this.#isHeld = true
  }

  release(): void {
    this.tick()
    this.#isHeld = false
  }
}
