import type { Clock } from '../../electron/base/clock.ts'

/** A clock that a test turns by hand. */
export class FakeClock implements Clock {
  #nowMs = Date.UTC(2026, 0, 1)
  #elapsedMs = 0
  nowMs() {
    return this.#nowMs
  }
  elapsedMs() {
    return this.#elapsedMs
  }
  advanceMs(ms: number) {
    this.#nowMs += ms
    this.#elapsedMs += ms
  }
}
