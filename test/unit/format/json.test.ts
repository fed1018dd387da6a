/** JSON as tokens, as a tree and as the flat pairs of a row: exact, in sent order, and never a throw. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { flattenJson } from '../../../shared/format/flattenJson.ts'
import { decodeString, type JsonNode, parseJsonTree } from '../../../shared/format/jsonTree.ts'
import { tokenizeJson } from '../../../shared/format/tokenizeJson.ts'

/** What the tree stands for, with numbers as JSON.parse reads them. */
function toValue(node: JsonNode, text: string): unknown {
  if (node.kind === 'object') return Object.fromEntries(node.children.map((m) => [m.key, toValue(m.value, text)]))
  if (node.kind === 'array') return node.children.map((member) => toValue(member.value, text))
  if (node.kind === 'string') return decodeString(text, { ...node, isCut: false })
  return JSON.parse(text.slice(node.start, node.end))
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Text that is nearly JSON: pieces of it in any order. */
const nearlyJson = fc
  .array(
    fc.oneof(
      fc.constantFrom('{', '}', '[', ']', ':', ',', ' ', '\n', '"', '\\', '"a"', '"\\u00"', '"\\n"', 'true', 'nul'),
      fc.constantFrom('0', '-', '01', '1.', '1.5e+3', '.5', '\u0007', '"\t"', '\u{1f600}', '"\\ud800"', '//x'),
      fc.json({ maxDepth: 2 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(''))

describe('the tokens of a JSON text', () => {
  it('cover every character that is not blank, in order and once', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        let at = 0
        for (const token of tokenizeJson(text)) {
          expect(text.slice(at, token.start)).toMatch(/^[ \t\n\r]*$/)
          expect(token.end).toBeGreaterThan(token.start)
          at = token.end
        }
        expect(text.slice(at)).toMatch(/^[ \t\n\r]*$/)
      }),
      { numRuns: 2_000 },
    )
  })

  it('keep integers of any size as they were written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), (integer) => {
        const text = `{"id":${integer}}`
        const numbers = [...tokenizeJson(text)].filter((token) => token.kind === 'number')
        expect(numbers.map(({ start, end }) => BigInt(text.slice(start, end)))).toEqual([integer])
      }),
    )
  })

  it('say where a text was cut off', () => {
    expect([...tokenizeJson('{"a":"half \\u00')].at(-1)).toEqual({ kind: 'string', start: 5, end: 15, isCut: true })
  })
})

describe('the tree of a JSON text', () => {
  it('stands for the value that JSON.parse gives, for every value', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), fc.constantFrom(0, 1, 3), (compact, indent) => {
        const text = JSON.stringify(JSON.parse(compact), null, indent)
        const tree = parseJsonTree(text)
        expect(tree && toValue(tree, text)).toEqual(JSON.parse(text))
      }),
      { numRuns: 1_000 },
    )
  })

  it('is there exactly when JSON.parse takes the text', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(parseJsonTree(text) !== null).toBe(isJson(text))
      }),
      { numRuns: 5_000 },
    )
  })

  it('keeps duplicate keys and their order', () => {
    const tree = parseJsonTree('{"b":1,"a":2,"b":3}')
    expect(tree?.kind === 'object' && tree.children.map((member) => member.key)).toEqual(['b', 'a', 'b'])
  })

  it('has no limit of depth', () => {
    const depth = 200_000
    expect(parseJsonTree('['.repeat(depth) + ']'.repeat(depth))).not.toBeNull()
  })
})

describe('the flat pairs of a payload', () => {
  it('are its leaves in sent order, with their paths', () => {
    const text = '{"order":{"id":"A-8812","total":9007199254740993},"items":[{"sku":"x"},{}],"guest":true,"note":null}'
    expect(flattenJson(text, 10)).toEqual([
      { key: 'order.id', value: 'A-8812' },
      { key: 'order.total', value: '9007199254740993' },
      { key: 'items.0.sku', value: 'x' },
      { key: 'items.1', value: '{}' },
      { key: 'guest', value: 'true' },
      { key: 'note', value: 'null' },
    ])
  })

  it('are no more than asked for', () => {
    expect(flattenJson('[1,2,3,4]', 2)).toEqual([
      { key: '0', value: '1' },
      { key: '1', value: '2' },
    ])
  })

  it('are shown as far as a text goes that was cut off', () => {
    expect(flattenJson('{"a":1,"b":"long te', 9)).toEqual([
      { key: 'a', value: '1' },
      { key: 'b', value: 'long te…' },
    ])
    expect(flattenJson('{"a":1,"b', 9)).toEqual([{ key: 'a', value: '1' }])
    expect(flattenJson('{"a":1,"b":tr', 9)).toEqual([{ key: 'a', value: '1' }])
  })

  it('have no path for a value alone, and are none for what is no JSON', () => {
    expect(flattenJson('"hello"', 5)).toEqual([{ key: '', value: 'hello' }])
    expect(flattenJson('hello world', 5)).toEqual([])
    expect(flattenJson('', 5)).toEqual([])
  })

  it('never throw, wherever a text is cut, and begin as those of the whole text do', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, place) => {
        const whole = flattenJson(text, 100)
        const cut = flattenJson(text.slice(0, place % (text.length + 1)), 100)
        expect(cut.length).toBeLessThanOrEqual(whole.length)
        expect(cut.slice(0, -1)).toEqual(whole.slice(0, Math.max(0, cut.length - 1)))
      }),
      { numRuns: 2_000 },
    )
    fc.assert(
      fc.property(nearlyJson, (text) => {
        expect(flattenJson(text, 20).length).toBeLessThanOrEqual(20)
      }),
    )
  })
})
