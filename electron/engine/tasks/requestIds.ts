/**
 * Request ids in FC's shape, `1-<8 hex>-<8 hex>-<12 hex>` (FC.md section 1.4). The first two groups
 * are the instant and a counter, so ids made later sort later and inserts stay at the end of the
 * index (random ids halve the insert speed, PERF.md section 2).
 */
import { randomBytes } from 'node:crypto'

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const POOL_BYTES = 6 * 512

/** 22 bits count within a millisecond: 1000 × 2^22 just fits into the 8 hex digits of a second. */
const MAX_COUNT = 2 ** 22 - 1

/** The epoch seconds that a request id of ours carries; null for a text that is none. */
export function requestSecondsOf(id: string): number | null {
  const [, digits] = /^1-([0-9a-f]{8})-[0-9a-f]{8}-[0-9a-f]{12}$/.exec(id) ?? []
  return digits === undefined ? null : Number.parseInt(digits, 16)
}

export class RequestIds {
  #lastMs = 0
  #count = 0
  #pool = Buffer.alloc(0)
  #offset = 0

  next(nowMs: number): string {
    if (nowMs > this.#lastMs) {
      this.#lastMs = nowMs
      this.#count = 0
    } else if (this.#count === MAX_COUNT) {
      this.#lastMs++
      this.#count = 0
    } else {
      this.#count++
    }
    const seconds = Math.floor(this.#lastMs / 1_000)
    const withinSecond = (this.#lastMs % 1_000) * 2 ** 22 + this.#count
    return `1-${hex(seconds, 8)}-${hex(withinSecond, 8)}-${this.#random()}`
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
