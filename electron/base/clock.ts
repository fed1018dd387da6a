/**
 * The three clocks of the host (shared/units/time.ts). Injected everywhere, so that a test turns
 * them by hand.
 */
export type Clock = {
  /** Epoch milliseconds for stored instants. Never goes back within a process: when the user sets
   *  the wall clock back, it goes on at the monotonic pace from the last value it gave. */
  nowMs(): number
  /** Monotonic milliseconds with fractions, to measure how long something took. */
  elapsedMs(): number
}

export const systemClock: Clock = forwardOnly({ wallMs: Date.now, monotonicMs: () => performance.now() })

export function forwardOnly(source: { wallMs(): number; monotonicMs(): number }): Clock {
  let lastWallMs = source.wallMs()
  let lastMonotonicMs = source.monotonicMs()
  return {
    nowMs() {
      const monotonicMs = source.monotonicMs()
      const wallMs = source.wallMs()
      const paceMs = lastWallMs + (monotonicMs - lastMonotonicMs)
      // A wall clock a little behind the pace is rounding; far behind it was set back.
      lastWallMs = wallMs >= lastWallMs ? wallMs : paceMs
      lastMonotonicMs = monotonicMs
      return Math.floor(lastWallMs)
    },
    elapsedMs: source.monotonicMs,
  }
}

/** A tick later than this was not load but SIGSTOP, swap or sleep (DESIGN.md section 2). */
export const ASLEEP_AFTER_MS = 2_000

/**
 * Time during which this thread could have acted. `tick(elapsedMs)` is called at a steady pace, at
 * least each second; a gap of over `ASLEEP_AFTER_MS` between two ticks does not count, so deadlines
 * measured in awake time never expire because the host was stopped.
 */
export class AwakeTime {
  #awakeMs = 0
  #lastTickMs: number
  constructor(elapsedMs: number) {
    this.#lastTickMs = elapsedMs
  }
  /** Returns the gap that was left out, in milliseconds; 0 when this thread was awake. */
  tick(elapsedMs: number): number {
    const deltaMs = elapsedMs - this.#lastTickMs
    this.#lastTickMs = elapsedMs
    if (deltaMs > ASLEEP_AFTER_MS) return deltaMs
    this.#awakeMs += deltaMs
    return 0
  }
  get awakeMs(): number {
    return this.#awakeMs
  }
}
