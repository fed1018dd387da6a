/** Counts, sizes and lengths of time as people read them. */
import { describe, expect, it } from 'vitest'
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'

describe('a length of time', () => {
  it.each([
    [0, '0 ms'],
    [184, '184 ms'],
    [999.9, '999 ms'],
    [1_000, '1.00 s'],
    [3_004, '3.00 s'],
    [9_999, '9.99 s'],
    [42_150, '42.1 s'],
    [59_999, '59.9 s'],
    [60_000, '1 m 0 s'],
    [252_000, '4 m 12 s'],
    [3_599_999, '59 m 59 s'],
    [7_500_000, '2 h 5 m'],
    [86_400_000, '1 d 0 h'],
    [1_234 * 86_400_000, '1,234 d 0 h'],
  ])('of %d ms is written %s', (ms, text) => {
    expect(formatDurationMs(ms)).toBe(text)
  })

  it('is never negative, whatever two clocks say', () => {
    expect(formatDurationMs(-5)).toBe('0 ms')
  })
})

describe('how long ago', () => {
  it.each([
    [400, '0 s'],
    [59_999, '59 s'],
    [125_000, '2 m'],
    [3_600_000, '1 h'],
    [90_000_000, '1 d'],
    [-4_000, '4 s'],
  ])('%d ms is written %s', (ms, text) => {
    expect(formatAgo(ms)).toBe(text)
  })
})

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [1_023, '1,023 B'],
    [1_024, '1 KB'],
    [1_500, '1.4 KB'],
    [10_240, '10 KB'],
    [1_048_575, '1,023 KB'],
    [61 * 1_048_576, '61 MB'],
    [3.5 * 1_073_741_824, '3.5 GB'],
  ])('of %d bytes is written %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text)
  })
})

describe('a count', () => {
  it('has a comma between thousands', () => {
    expect([0, 999, 12_431, 1_004_112].map(formatCount)).toEqual(['0', '999', '12,431', '1,004,112'])
  })
})
