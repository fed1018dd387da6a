/** Long texts in blocks, and bytes in lines. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hexLines } from '../../../renderer/ui/data/hexLines.ts'
import { textBlocks } from '../../../renderer/ui/data/textBlocks.ts'

describe('the blocks of a long text', () => {
  it('are the text again, joined by its line breaks, and cut no character in two', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('ab', '中', '😀', '\n'), size: 'large' }), {
      maxLength: 5,
    })
    fc.assert(
      fc.property(lines, fc.integer({ min: 1, max: 9_000 }), (parts, times) => {
        const text = parts.join('😀').repeat(Math.min(times, Math.ceil(80_000 / (parts.join('😀').length + 1))))
        const blocks = textBlocks(text)
        for (const [index, block] of blocks.entries()) {
          const end = blocks[index + 1]?.at ?? text.length
          expect(['', '\n']).toContain(text.slice(block.at + block.text.length, end))
          expect(block.text.isWellFormed()).toBe(true)
        }
        expect(blocks[0]?.at ?? 0).toBe(0)
      }),
      { numRuns: 50 },
    )
  })
})

describe('bytes as hex', () => {
  it('have their offset, sixteen pairs with a gap in the middle, and what is printable', () => {
    const bytes = Uint8Array.from([0, 0x7f, ...new TextEncoder().encode('Hello, wörld'), 10, 255, 1])
    expect(hexLines(bytes, 0x10)).toEqual([
      { offset: '00000010', hex: '00 7f 48 65 6c 6c 6f 2c  20 77 c3 b6 72 6c 64 0a', ascii: '··Hello, w··rld·' },
      { offset: '00000020', hex: 'ff 01'.padEnd(48), ascii: '··' },
    ])
  })
})
