import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  BUCKET_COUNT,
  bucketOf,
  DurationHistogram,
  encodeBuckets,
  MAX_ERROR_FACTOR,
  SMALLEST_MS,
  upperBoundMs,
} from '../../../electron/base/durationHistogram.ts'
import { DAY_MS } from '../../../shared/units/time.ts'

const WEEK_MS = 7 * DAY_MS
const durations = fc.array(
  fc.oneof(fc.double({ min: SMALLEST_MS, max: WEEK_MS, noNaN: true }), fc.double({ min: 0.1, max: 500, noNaN: true })),
  {
    minLength: 1,
    maxLength: 200,
  },
)
const histogramOf = (all: readonly number[]) => {
  const histogram = new DurationHistogram()
  for (const ms of all) histogram.add(ms)
  return histogram
}
const merged = (...parts: DurationHistogram[]) => {
  const sum = new DurationHistogram()
  for (const part of parts) sum.addSparse(part.sparse())
  return sum
}

describe('a bucket', () => {
  it('has what is longer than the bound below it and at most as long as its own', () => {
    for (let bucket = 1; bucket < BUCKET_COUNT; bucket++) {
      expect(bucketOf(upperBoundMs(bucket) * 0.9999)).toBe(bucket)
      expect(bucketOf(upperBoundMs(bucket - 1) * 1.0001)).toBe(bucket)
    }
  })

  it('is there for anything, however short, long or wrong', () => {
    expect([0, -5, Number.NaN, SMALLEST_MS].map(bucketOf)).toEqual([0, 0, 0, 0])
    expect([WEEK_MS, 10 * WEEK_MS, Number.POSITIVE_INFINITY].map(bucketOf)).toEqual([260, 260, 260])
  })
})

describe('a histogram', () => {
  it('gives percentiles within its error of the exact ones', () => {
    fc.assert(
      fc.property(durations, fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1), (all, ratio) => {
        const exact = all.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(ratio * all.length)) - 1]!
        const given = histogramOf(all).percentileMs(ratio)!
        expect(given).toBeLessThanOrEqual(exact * MAX_ERROR_FACTOR * 1.000001)
        expect(given).toBeGreaterThanOrEqual(exact / MAX_ERROR_FACTOR / 1.000001)
      }),
    )
  })

  it('is the same however its parts are merged', () => {
    fc.assert(
      fc.property(durations, durations, durations, (a, b, c) => {
        const [x, y, z] = [histogramOf(a), histogramOf(b), histogramOf(c)]
        const all = histogramOf([...a, ...b, ...c]).sparse()
        expect(merged(merged(x, y), z).sparse()).toEqual(all)
        expect(merged(x, merged(y, z)).sparse()).toEqual(all)
        expect(merged(z, x, y).sparse()).toEqual(all)
      }),
    )
  })

  it('comes back from its stored form as it was, with counts beyond 32 bits', () => {
    const counts = fc.uniqueArray(fc.tuple(fc.nat(BUCKET_COUNT - 1), fc.integer({ min: 1, max: 2 ** 40 })), {
      selector: ([bucket]) => bucket,
    })
    fc.assert(
      fc.property(counts, (pairs) => {
        const sparse = pairs.toSorted(([a], [b]) => a - b).flat()
        const histogram = new DurationHistogram()
        histogram.addEncoded(encodeBuckets(sparse))
        expect(histogram.sparse()).toEqual(sparse)
      }),
    )
  })

  it('is empty again after it was cleared', () => {
    const histogram = histogramOf([1, 10, 1_000])
    histogram.clear()
    expect(histogram).toMatchObject({ count: 0 })
    expect(histogram.percentileMs(0.5)).toBeNull()
    histogram.add(5)
    expect(histogram.sparse()).toEqual([bucketOf(5), 1])
  })
})
