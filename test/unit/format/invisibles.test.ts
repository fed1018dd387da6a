/** What cannot be seen is shown. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markInvisibles } from '../../../shared/format/invisibles.ts'

const shown = (text: string) => markInvisibles(text).map((piece) => (piece.isMark ? `<${piece.text}>` : piece.text))

describe('a text with what cannot be seen', () => {
  it('shows marks for what turns its direction or hides in it', () => {
    expect(shown('admin\u202e\u2066txt\u200b')).toEqual(['admin', '<U+202E>', '<U+2066>', 'txt', '<U+200B>'])
    expect(shown('\u{e0041}a\u0000')).toEqual(['<U+E0041>', 'a', '<U+0000>'])
  })

  it('keeps line breaks, tabs and emojis whole', () => {
    const text = 'a\tb\nc ❤️ 👩‍💻 👍🏽 中文 é'
    expect(shown(text)).toEqual([text])
  })

  it('loses nothing of what can be seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
        expect(
          markInvisibles(text)
            .filter((piece) => !piece.isMark)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
      }),
    )
  })
})
