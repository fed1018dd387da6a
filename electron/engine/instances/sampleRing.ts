/**
 * What an instance used, second by second: the last hour of it in 16 bytes a second, in arrays that grow
 * with its age, because most instances live for a minute.
 */

import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import { HOUR_MS, SECOND_MS } from '../../../shared/units/time.ts'
import type { Samples } from '../../base/instanceCalls.ts'

export type Sample = { atMs: number; cpuPercent: number; memoryBytes: number }

export const MAX_SAMPLE_COUNT = HOUR_MS / SECOND_MS
const FIRST_CAPACITY = 64

export class SampleRing {
  readonly #maxCount: number
  #atMs = new Float64Array(FIRST_CAPACITY)
  #cpuPercents = new Float32Array(FIRST_CAPACITY)
  #memoryKib = new Uint32Array(FIRST_CAPACITY) // up to 4 TiB
  #addedCount = 0

  constructor(maxCount = MAX_SAMPLE_COUNT) {
    this.#maxCount = maxCount
  }

  /** Also those that it no longer has. */
  get addedCount(): number {
    return this.#addedCount
  }

  add({ atMs, cpuPercent, memoryBytes }: Sample): void {
    if (this.#addedCount === this.#atMs.length && this.#addedCount < this.#maxCount) this.#grow()
    const index = this.#addedCount++ % this.#maxCount
    this.#atMs[index] = atMs
    this.#cpuPercents[index] = cpuPercent
    this.#memoryKib[index] = memoryBytes / KIB_BYTES
  }

  /** The last `maxCount` ones, the oldest first; percents to a tenth. */
  last(maxCount = this.#maxCount): Samples {
    const count = Math.min(this.#addedCount, this.#maxCount, maxCount)
    const samples: Samples = { atMs: [], cpuPercents: [], memoryBytes: [] }
    for (let age = count; age > 0; age--) {
      const index = (this.#addedCount - age) % this.#maxCount
      samples.atMs.push(this.#atMs[index] ?? 0)
      samples.cpuPercents.push(Math.round((this.#cpuPercents[index] ?? 0) * 10) / 10)
      samples.memoryBytes.push((this.#memoryKib[index] ?? 0) * KIB_BYTES)
    }
    return samples
  }

  #grow(): void {
    const capacity = Math.min(this.#maxCount, 2 * this.#atMs.length)
    const [atMs, cpuPercents, memoryKib] = [this.#atMs, this.#cpuPercents, this.#memoryKib]
    this.#atMs = new Float64Array(capacity)
    this.#atMs.set(atMs)
    this.#cpuPercents = new Float32Array(capacity)
    this.#cpuPercents.set(cpuPercents)
    this.#memoryKib = new Uint32Array(capacity)
    this.#memoryKib.set(memoryKib)
  }
}
