import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RequestIds } from '../../../electron/engine/tasks/requestIds.ts'
import {
  MAX_REFUSAL_DELAY_MS,
  MAX_RETRY_DELAY_MS,
  refusalDelayMs,
  retryDelayMs,
} from '../../../electron/engine/tasks/retryPolicy.ts'
import { seqFloor, TaskSeqs } from '../../../electron/engine/tasks/taskSeqs.ts'

describe('the delay before a retry', () => {
  it('doubles from one second up to its maximum', () => {
    const delays = [1, 2, 3, 4].map((failures) => retryDelayMs(failures, () => 0))
    expect(delays).toEqual([1_000, 2_000, 4_000, 8_000])
    expect(retryDelayMs(50, () => 0)).toBe(MAX_RETRY_DELAY_MS)
  })

  it('grows by at most a tenth by chance', () => {
    expect(retryDelayMs(1, () => 1)).toBe(1_100)
  })

  it('is refused for a count that is none', () => {
    for (const count of [0, -1, 1.5, Number.NaN]) {
      expect(() => retryDelayMs(count)).toThrow(expect.objectContaining({ code: 'invalid_input' }))
    }
  })
})

describe('the delay after a refusal', () => {
  it('is that of FC: half a second, doubling up to five hours', () => {
    expect([1, 2, 3].map(refusalDelayMs)).toEqual([500, 1_000, 2_000])
    expect(refusalDelayMs(40)).toBe(MAX_REFUSAL_DELAY_MS)
  })
})

describe('request ids', () => {
  it('have the shape of FC', () => {
    expect(new RequestIds().next(Date.UTC(2026, 0, 1))).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/)
  })

  it('sort in the order they were made, also within a millisecond and when the clock goes back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }), { minLength: 2 }),
        (instants) => {
          const ids = new RequestIds()
          const made = instants.flatMap((nowMs) => [ids.next(nowMs), ids.next(nowMs)])
          expect(made.toSorted()).toEqual(made)
          expect(new Set(made).size).toBe(made.length)
        },
      ),
    )
  })
})

describe('seqs of tasks', () => {
  it('carry the instant of submission and only ever grow', () => {
    const seqs = new TaskSeqs(0)
    expect(seqs.next(1_000)).toBe(seqFloor(1_000))
    expect(seqs.next(1_000)).toBe(seqFloor(1_000) + 1)
    expect(seqs.next(500)).toBe(seqFloor(1_000) + 2)
    expect(seqs.next(2_000)).toBe(seqFloor(2_000))
  })
})
