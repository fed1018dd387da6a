/** The grammar: text to terms and back, and what is wrong with the rest. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinPieces, piecesOf } from '../../../shared/query/pieces.ts'
import { STATUS_WORDS, statesOfWord } from '../../../shared/query/statuses.ts'
import { type Meaning, queryText, readQuery, type Term } from '../../../shared/query/terms.ts'

const meanings = (text: string) => readQuery(text).map(({ term }) => term?.meaning)
const problem = (text: string) => readQuery(text).find(({ problem }) => problem !== null)?.problem

describe('a term', () => {
  it('names states and families, in any case', () => {
    expect(meanings('status:Waiting,FAILED')).toEqual([
      { key: 'status', words: ['waiting', 'failed'], states: ['Enqueued', 'Dequeued', 'Retrying', 'Failed'] },
    ])
  })

  it('means the family where a family and a state share a name', () => {
    expect(meanings('status:running')).toEqual([{ key: 'status', words: ['running'], states: ['Running', 'Stopping'] }])
  })

  it('names functions, or their beginnings with a star', () => {
    expect(meanings('fn:charge-card,thumbnail-*')).toEqual([{ key: 'fn', patterns: ['charge-card', 'thumbnail-*'] }])
  })

  it.each([
    ['attempt:2', 2, 2],
    ['attempt:>1', 2, null],
    ['attempt:>=2', 2, null],
    ['attempt:<3', null, 2],
    ['attempt:<=3', null, 3],
    ['attempt:2..3', 2, 3],
    ['attempt:2..', 2, null],
    ['attempt:..3', null, 3],
  ])('%s counts attempts from %s to %s', (text, min, max) => {
    expect(meanings(text)).toEqual([{ key: 'attempt', min, max }])
  })

  it('names a group of the inbox, or the state of dead letters', () => {
    expect(meanings('group:12 letter:open LETTER:Resolved')).toEqual([
      { key: 'group', groupId: 12 },
      { key: 'letter', letters: 'open' },
      { key: 'letter', letters: 'resolved' },
    ])
  })

  it('is excluded by a minus in front', () => {
    expect(readQuery('-fn:thumbnail-*')[0]?.term).toEqual({
      isNegated: true,
      meaning: { key: 'fn', patterns: ['thumbnail-*'] },
    })
  })

  it('keeps white space, commas, colons and quotes that stand in quotes', () => {
    expect(meanings('err:"a: \\"b\\", c\\\\" "status:failed"')).toEqual([
      { key: 'err', text: 'a: "b", c\\' },
      { key: 'text', text: 'status:failed' },
    ])
  })

  it('may be written with the colon and the comma of a Chinese keyboard', () => {
    expect(meanings('fn：付款，收据')).toEqual([{ key: 'fn', patterns: ['付款', '收据'] }])
  })

  it('without a key is text, also when it is an id', () => {
    expect(meanings('1-692c1f04-5cbef92ea8fca7d4')).toEqual([{ key: 'text', text: '1-692c1f04-5cbef92ea8fca7d4' }])
  })
})

describe('a piece that cannot be read', () => {
  it.each([
    ['colour:red', 'unknownKey'],
    ['queue:own', 'notYetKey'],
    ['-exit:1', 'notYetKey'],
    ['payload.order.id:A-1', 'notYetKey'],
    ['result.total:>5', 'notYetKey'],
    ['wait:>1m', 'notYetKey'],
    ['status:', 'missingValue'],
    ['fn:a,,b', 'missingValue'],
    ['""', 'missingValue'],
    ['err:"half', 'unclosedQuote'],
    ['status:done', 'unknownStatus'],
    ['fn:a*b', 'starInside'],
    ['id:*', 'starInside'],
    ['inst:a,b', 'oneValueOnly'],
    ['since:1h,2h', 'oneValueOnly'],
    ['attempt:many', 'badAttempt'],
    ['attempt:<0', 'badAttempt'],
    ['group:pay', 'badGroup'],
    ['group:1,2', 'oneValueOnly'],
    ['letter:dead', 'badLetter'],
    ['-letter:open', 'notYetExclusion'],
    ['-group:1', 'notYetExclusion'],
    ['attempt:3..2', 'badAttempt'],
    ['since:yesterday', 'badTime'],
    ['until:2026-11-24T25:00', 'badTime'],
    ['since:999999999d', 'badTime'],
    ['since:2026-02-30', 'noSuchDay'],
    ['-err:timeout', 'notYetExclusion'],
    ['-since:24h', 'excludedTime'],
    ['-attempt:2..3', 'excludedAttempts'],
    ['-charge', 'excludedText'],
    [`fn:${'x'.repeat(65)}`, 'tooLong'],
  ])('%s is answered with %s', (text, code) => {
    expect(problem(text)).toEqual(expect.objectContaining({ code, start: 0, end: text.length }))
  })

  it('says where it stands, and leaves the others alone', () => {
    const pieces = readQuery('status:failed  nope:1 fn:a')
    expect(pieces.map(({ problem }) => problem && [problem.start, problem.end])).toEqual([null, [15, 21], null])
  })
})

describe('a query', () => {
  it('is, whatever it is, the text of its pieces and the white space between them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        let at = 0
        for (const piece of readQuery(text)) {
          expect(text.slice(at, piece.start).trim()).toBe('')
          expect(piece.text).toBe(text.slice(piece.start, piece.end))
          at = piece.end
        }
        expect(text.slice(at).trim()).toBe('')
      }),
    )
  })

  it('has the same pieces again when they are joined', () => {
    const source = fc.array(fc.constantFrom('fn:a', '-', '"', 'x y', '\\', ' ', 'status:', ',', ':', '"b c"'))
    fc.assert(
      fc.property(source, (parts) => {
        const pieces = piecesOf(parts.join('')).map(({ text }) => text)
        expect(piecesOf(joinPieces(pieces)).map(({ text }) => text)).toEqual(pieces)
      }),
    )
  })

  it('means the same when its terms are written out and read again', () => {
    fc.assert(
      fc.property(fc.array(term), (terms) => {
        expect(readQuery(queryText(terms)).map(({ term }) => term)).toEqual(terms)
      }),
    )
  })
})

const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => text.trim() !== '')
const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('*'))
const number = fc.integer({ min: 0, max: 999_999 })
const attempts = fc
  .tuple(fc.option(number), fc.option(number))
  .filter(([min, max]) => (min !== null || max !== null) && (min ?? 0) <= (max ?? Infinity))
const when = fc.oneof(
  fc.record({ kind: fc.constant('ago' as const), agoMs: fc.integer({ min: 0, max: 999_999_999 }) }),
  fc.record({
    kind: fc.constant('instant' as const),
    year: fc.integer({ min: 1, max: 9_999 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    second: fc.integer({ min: 0, max: 59 }),
  }),
)
const meaning: fc.Arbitrary<Meaning> = fc.oneof(
  fc.array(fc.constantFrom(...STATUS_WORDS), { minLength: 1, maxLength: 3 }).map((words): Meaning => {
    return { key: 'status', words, states: [...new Set(words.flatMap((one) => statesOfWord(one) ?? []))] }
  }),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((patterns): Meaning => ({ key: 'fn', patterns })),
  fc.array(word, { minLength: 1, maxLength: 3 }).map((prefixes): Meaning => ({ key: 'id', prefixes })),
  anyText.map((instanceId): Meaning => ({ key: 'inst', instanceId })),
  anyText.map((text): Meaning => ({ key: 'err', text })),
  anyText.map((text): Meaning => ({ key: 'text', text })),
  number.map((groupId): Meaning => ({ key: 'group', groupId })),
  fc.constantFrom('open' as const, 'resolved' as const).map((letters): Meaning => ({ key: 'letter', letters })),
  attempts.map(([min, max]): Meaning => ({ key: 'attempt', min, max })),
  fc.tuple(fc.constantFrom('since' as const, 'until' as const), when).map(([key, when]): Meaning => ({ key, when })),
)
const isExcludable = ({ key, ...rest }: Meaning) =>
  ['status', 'fn', 'id'].includes(key) || ('min' in rest && (rest.min === null || rest.max === null))
const term: fc.Arbitrary<Term> = fc
  .tuple(fc.boolean(), meaning)
  .map(([isNegated, meaning]) => ({ isNegated: isNegated && isExcludable(meaning), meaning }))
