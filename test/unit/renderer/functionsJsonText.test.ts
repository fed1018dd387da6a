import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findJsonError, indentJson } from '../../../shared/format/jsonText.ts'

const isJson = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('JSON as text', () => {
  it('is JSON exactly when the platform reads it', () => {
    const nearlyJson = fc
      .json()
      .chain((text) =>
        fc
          .tuple(fc.nat({ max: text.length }), fc.constantFrom('', ',', '"', '{', ']', '1', '-', '\\', ' ', 'e', ':'))
          .map(([at, junk]) => text.slice(0, at) + junk + text.slice(at + 1)),
      )
    fc.assert(
      fc.property(fc.oneof(fc.json(), nearlyJson, fc.string()), (text) => {
        expect(findJsonError(text) === null, text).toBe(isJson(text))
      }),
      { numRuns: 2_000 },
    )
  })

  it('says where it stops being JSON', () => {
    expect(findJsonError('{"a": 1,}')).toBe(8)
    expect(findJsonError('{"a": nope}')).toBe(6)
    expect(findJsonError('{"a": 1')).toBe(7)
    expect(findJsonError('')).toBe(0)
  })

  it('means the same when it is indented', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(indentJson(text) ?? 'null')).toEqual(JSON.parse(text))
      }),
    )
  })

  it('keeps what was written: large numbers, fractions, repeated keys, escapes', () => {
    expect(indentJson('{"id":12345678901234567890,"b":1.50,"a":[],"id":{"c":"\\u00e9"},"d":[1,{}]}')).toBe(
      [
        '{',
        '  "id": 12345678901234567890,',
        '  "b": 1.50,',
        '  "a": [],',
        '  "id": {',
        '    "c": "\\u00e9"',
        '  },',
        '  "d": [',
        '    1,',
        '    {}',
        '  ]',
        '}',
      ].join('\n'),
    )
  })

  it('is not indented when it is no JSON', () => {
    expect(indentJson('order 1001')).toBeNull()
  })
})
