import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Order, SeqMerge, type SeqRange } from '../../../electron/engine/tasks/seqMerge.ts'

/** A range over an array that counts how many seqs were read from it. */
function rangeOver(seqs: number[], order: Order) {
  const sorted = order === 'asc' ? seqs.toSorted((a, b) => a - b) : seqs.toSorted((a, b) => b - a)
  const range = Object.assign(
    ((from, limit) => {
      const rest = sorted.filter((seq) => (order === 'asc' ? seq > from : seq < from)).slice(0, limit)
      range.readCount += rest.length
      return rest
    }) satisfies SeqRange,
    { readCount: 0 },
  )
  return range
}

describe('merged ranges', () => {
  it('are one sorted sequence, whatever the ranges and the pieces taken', () => {
    const distinct = fc.uniqueArray(fc.nat(5_000), { maxLength: 300 })
    fc.assert(
      fc.property(
        distinct,
        fc.constantFrom<Order>('asc', 'desc'),
        fc.nat(6),
        fc.integer({ min: 1, max: 50 }),
        (seqs, order, rangeCount, step) => {
          const parts = Array.from({ length: rangeCount + 1 }, (_, part) =>
            seqs.filter((_seq, at) => at % (rangeCount + 1) === part),
          )
          const from = order === 'asc' ? -1 : Number.MAX_SAFE_INTEGER
          const merge = new SeqMerge(
            parts.map((part) => rangeOver(part, order)),
            { order, from, expected: step },
          )
          const taken: number[] = []
          for (let piece = merge.take(step); piece.length > 0; piece = merge.take(step)) taken.push(...piece)
          expect(taken).toEqual(seqs.toSorted((a, b) => (order === 'asc' ? a - b : b - a)))
        },
      ),
    )
  })

  it('are nothing when there is no range', () => {
    expect(new SeqMerge([], { order: 'asc', from: -1, expected: 10 }).take(10)).toEqual([])
  })

  it('read little more than what is taken', () => {
    const ranges = Array.from({ length: 100 }, (_, part) =>
      rangeOver(
        Array.from({ length: 1_000 }, (_seq, at) => at * 100 + part),
        'asc',
      ),
    )
    const merge = new SeqMerge(ranges, { order: 'asc', from: -1, expected: 20 })
    expect(merge.take(20)).toEqual(Array.from({ length: 20 }, (_, at) => at))
    expect(ranges.reduce((sum, { readCount }) => sum + readCount, 0)).toBe(100 * 16)
  })
})
