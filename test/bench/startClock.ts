/** Sends jobs at a steady rate and learns when each began: the latency of a subject that can tell us itself. */
import { atSteadyRate } from './atSteadyRate.ts'
import type { Measurement } from './bench.ts'
import { latencyFigures, WARM_UP_COUNT } from './latencyFigures.ts'
import { wallMs } from './wallClock.ts'

export class StartClock<Key> {
  readonly #begunAtMs = new Map<Key, number>()
  #expectedCount = Number.POSITIVE_INFINITY
  #onAllBegun = () => {}

  /** To be called by, or for, the handler. It may come before `send` has resolved. */
  begun(key: Key, atMs = wallMs()): void {
    this.#begunAtMs.set(key, atMs)
    if (this.#begunAtMs.size === this.#expectedCount) this.#onAllBegun()
  }

  /** `send` resolves with the key of the job that it sent. */
  async measure(count: number, send: () => Promise<Key>): Promise<Measurement> {
    await this.#waitsMs(WARM_UP_COUNT, send)
    return latencyFigures(await this.#waitsMs(count, send))
  }

  async #waitsMs(count: number, send: () => Promise<Key>): Promise<number[]> {
    this.#expectedCount = this.#begunAtMs.size + count
    const allBegun = new Promise<void>((resolve) => {
      this.#onAllBegun = resolve
    })
    const sent: { key: Key; atMs: number }[] = []
    await atSteadyRate(count, async () => {
      const atMs = wallMs()
      sent.push({ atMs, key: await send() })
    })
    await allBegun
    return sent.map(({ key, atMs }) => (this.#begunAtMs.get(key) ?? Number.NaN) - atMs)
  }
}
