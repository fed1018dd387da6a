/**
 * Request ids in FC's shape, `1-<8 hex>-<8 hex>-<12 hex>` (FC.md section 1.4). The first two groups
 * are the instant and a counter, so ids made later sort later and inserts stay at the end of the
 * index (random ids halve the insert speed, PERF.md section 2).
 */
import { randomBytes } from 'node:crypto'

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const POOL_BYTES = 6 * 512

export class RequestIds {
  #lastTick = 0
  #pool = Buffer.alloc(0)
  #offset = 0

  next(nowMs: number): string {
    const seconds = Math.floor(nowMs / 1_000)
    // 22 bits of counter within a millisecond of the second: 1000 << 22 just fits into 32 bits
    const tick = Math.max(seconds * 2 ** 32 + (nowMs % 1_000) * 2 ** 22, this.#lastTick + 1)
    this.#lastTick = tick
    const high = Math.floor(tick / 2 ** 32)
    return `1-${hex(high, 8)}-${hex(tick - high * 2 ** 32, 8)}-${this.#random()}`
  }

  #random(): string {
    if (this.#offset >= this.#pool.length) {
      this.#pool = randomBytes(POOL_BYTES)
      this.#offset = 0
    }
    this.#offset += 6
    return this.#pool.toString('hex', this.#offset - 6, this.#offset)
  }
}
