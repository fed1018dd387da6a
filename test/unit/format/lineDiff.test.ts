import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countDiff, lineDiff, linesOf } from '../../../shared/format/lineDiff.ts'

const signs = { both: ' ', left: '-', right: '+' }
const shown = (left: string, right: string) => lineDiff(left, right).map(({ side, text }) => `${signs[side]}${text}`)

describe('the difference of two texts by lines', () => {
  it('is what only one of them has, between what both have', () => {
    expect(shown('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n')).toEqual([' a', '-b', '+B', ' c', ' d', '+e'])
    expect(countDiff('a\nb\nc\nd\n', 'a\nB\nc\nd\ne\n')).toEqual({ leftCount: 1, rightCount: 2 })
  })

  it('finds a line that has moved as one that went and one that came', () => {
    expect(countDiff('1\n2\n3\n4', '2\n3\n4\n1')).toEqual({ leftCount: 1, rightCount: 1 })
  })

  it('of texts that have too little in common is all of both', () => {
    const text = (prefix: string) => Array.from({ length: 3_000 }, (_, index) => `${prefix}${index}`).join('\n')
    expect(countDiff(text('a'), text('b'))).toEqual({ leftCount: 3_000, rightCount: 3_000 })
  })

  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 30 }).map((lines) => lines.join('\n'))

  it('gives both texts back, whatever they are', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const lines = lineDiff(left, right)
        const of = (side: 'left' | 'right') =>
          lines.filter((line) => line.side === 'both' || line.side === side).map((line) => line.text)
        expect(of('left')).toEqual(linesOf(left))
        expect(of('right')).toEqual(linesOf(right))
      }),
    )
  })

  it('is the smallest there is', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const { leftCount, rightCount } = countDiff(left, right)
        const common = longestCommon(linesOf(left), linesOf(right))
        expect(leftCount + rightCount).toBe(linesOf(left).length + linesOf(right).length - 2 * common)
      }),
    )
  })
})

/** How many lines they have in common, in order: by the textbook, for comparison. */
function longestCommon(a: string[], b: string[]): number {
  let row = Array.from({ length: b.length + 1 }, () => 0)
  for (const line of a) {
    const next = [0]
    for (const [index, other] of b.entries()) {
      next.push(line === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
