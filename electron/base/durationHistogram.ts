/**
 * Counts of durations in buckets of a logarithmic scale: from 0.1 ms to a week, eight buckets to each
 * doubling. A duration lies in the bucket whose bounds are at most 9.1 % apart; bounds belong to the
 * bucket below them, as in Prometheus. Merging is adding, so it loses nothing. Units: milliseconds.
 */
const BUCKETS_PER_DOUBLING = 8
export const SMALLEST_MS = 0.1
/** The last one has everything over its lower bound, which is about a week. */
export const BUCKET_COUNT = 261
/** A percentile is wrong by at most this factor, up or down. */
export const MAX_ERROR_FACTOR = 2 ** (1 / (2 * BUCKETS_PER_DOUBLING))

/** What is not empty, in order: bucket, count, bucket, count … */
export type SparseBuckets = number[]

export function bucketOf(ms: number): number {
  if (!(ms > SMALLEST_MS)) return 0
  return Math.min(BUCKET_COUNT - 1, Math.ceil(Math.log2(ms / SMALLEST_MS) * BUCKETS_PER_DOUBLING))
}

export const upperBoundMs = (bucket: number) => SMALLEST_MS * 2 ** (bucket / BUCKETS_PER_DOUBLING)

export class DurationHistogram {
  readonly #counts = new Float64Array(BUCKET_COUNT)
  #count = 0
  /** Outside of these all are empty. */
  #first = BUCKET_COUNT
  #last = -1

  get count(): number {
    return this.#count
  }

  add(ms: number): void {
    this.#addTo(bucketOf(ms), 1)
  }

  addSparse(buckets: SparseBuckets): void {
    for (let at = 0; at + 1 < buckets.length; at += 2) this.#addTo(buckets[at] ?? 0, buckets[at + 1] ?? 0)
  }

  addEncoded(bytes: Uint8Array): void {
    let bucket = -1
    for (let at = 0; at < bytes.length; ) {
      const gap = readVarint(bytes, at)
      const count = readVarint(bytes, gap.next)
      bucket += gap.value + 1
      if (bucket >= BUCKET_COUNT) return // not ours
      this.#addTo(bucket, count.value)
      at = count.next
    }
  }

  clear(): void {
    if (this.#last >= 0) this.#counts.fill(0, this.#first, this.#last + 1)
    this.#count = 0
    this.#first = BUCKET_COUNT
    this.#last = -1
  }

  sparse(): SparseBuckets {
    const buckets: SparseBuckets = []
    for (let bucket = this.#first; bucket <= this.#last; bucket++) {
      const count = this.#counts[bucket] ?? 0
      if (count > 0) buckets.push(bucket, count)
    }
    return buckets
  }

  /** How many are at most as long as the upper bound of the bucket. */
  countUpTo(bucket: number): number {
    let count = 0
    for (let at = this.#first; at <= Math.min(bucket, this.#last); at++) count += this.#counts[at] ?? 0
    return count
  }

  /** The duration that this share (0 to 1) of all does not exceed, by nearest rank; null: there are none. */
  percentileMs(ratio: number): number | null {
    const rank = Math.max(1, Math.ceil(ratio * this.#count))
    let count = 0
    for (let bucket = this.#first; bucket <= this.#last; bucket++) {
      count += this.#counts[bucket] ?? 0
      if (count >= rank) return upperBoundMs(bucket) / MAX_ERROR_FACTOR
    }
    return null
  }

  #addTo(bucket: number, count: number): void {
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + count
    this.#count += count
    if (bucket < this.#first) this.#first = bucket
    if (bucket > this.#last) this.#last = bucket
  }
}

/** As it is stored: the gap to the bucket before and the count, each in groups of seven bits, the lowest first. */
export function encodeBuckets(buckets: SparseBuckets): Uint8Array {
  const bytes: number[] = []
  let previous = -1
  for (let at = 0; at + 1 < buckets.length; at += 2) {
    const bucket = buckets[at] ?? 0
    pushVarint(bytes, bucket - previous - 1)
    pushVarint(bytes, buckets[at + 1] ?? 0)
    previous = bucket
  }
  return Uint8Array.from(bytes)
}

/** By arithmetic, not by shifts: a week of a busy function counts beyond 32 bits. */
function pushVarint(bytes: number[], value: number): void {
  let rest = value
  while (rest >= 128) {
    bytes.push((rest % 128) + 128)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
}

function readVarint(bytes: Uint8Array, from: number): { value: number; next: number } {
  let value = 0
  let scale = 1
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    value += (byte % 128) * scale
    if (byte < 128) return { value, next: at + 1 }
    scale *= 128
  }
  return { value, next: bytes.length }
}
