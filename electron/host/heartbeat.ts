/**
 * Judges which threads still live. Time counts only while main itself was awake: after SIGSTOP or
 * the sleep of the machine every thread gets its whole limit again (DESIGN.md section 2).
 */
import { AwakeTime } from '../base/clock.ts'

export class Heartbeat<Thread> {
  readonly #awake: AwakeTime
  readonly #limitMs: number
  readonly #lastSignMs = new Map<Thread, number>()

  constructor({ elapsedMs, limitMs }: { elapsedMs: number; limitMs: number }) {
    this.#awake = new AwakeTime(elapsedMs)
    this.#limitMs = limitMs
  }

  /** A thread that begins to be watched, or has answered. */
  sign(thread: Thread): void {
    this.#lastSignMs.set(thread, this.#awake.awakeMs)
  }

  forget(thread: Thread): void {
    this.#lastSignMs.delete(thread)
  }

  /** To be called each second. `gapMs`: how long main stood still, 0 if it did not. */
  tick(elapsedMs: number): { gapMs: number; silent: Thread[] } {
    const gapMs = this.#awake.tick(elapsedMs)
    const isSilent = ([, lastSignMs]: [Thread, number]) => this.#awake.awakeMs - lastSignMs >= this.#limitMs
    return { gapMs, silent: [...this.#lastSignMs].filter(isSilent).map(([thread]) => thread) }
  }
}
