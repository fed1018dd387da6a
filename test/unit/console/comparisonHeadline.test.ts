import { describe, expect, it } from 'vitest'
import {
  comparisonHeadline,
  type Difference,
  type HeadlineFacts,
} from '../../../electron/api/console/comparisonHeadline.ts'

const headline = (differences: Difference[], change: Partial<HeadlineFacts> = {}) =>
  comparisonHeadline({ differences, hasSameOutcome: false, neverRan: [], isEnvironmentKnown: true, ...change })
const one = (kind: Difference['kind'], ...names: string[]): Difference => ({ kind, names, count: names.length })

describe('the headline of a comparison', () => {
  it.each([
    [[one('code', 'index.js')], 'Same payload; index.js changed between them'],
    [[one('code')], 'Same payload; the code changed between them'],
    [[one('environment', 'CURRENCY')], 'Same code and payload; CURRENCY differs'],
    [[one('environment', 'A', 'B')], 'Same code and payload; A and B differ'],
    [[one('configuration', 'timeout')], 'Same code, payload and environment; timeout differs'],
    [[one('payload', 'order.guest')], 'The payload differs in order.guest'],
    [[one('payload')], 'The payload differs'],
    [[one('interpreter', 'v20.1.0', 'v24.4.0')], 'Same code, payload and environment; they ran in v20.1.0 and v24.4.0'],
    [
      [one('payload', 'order.guest'), one('code', 'index.js')],
      'The payload differs in order.guest; index.js changed between them, too',
    ],
    [
      [one('function', 'charge', 'refund'), one('code'), one('environment', 'A')],
      'These are two functions, charge and refund; the code changed between them, too; and more differs',
    ],
  ])('of %j is %j', (differences, expected) => expect(headline(differences)).toBe(expected))

  it('names three places and counts the others', () => {
    const many = { kind: 'code' as const, names: ['a.js', 'b.js', 'c.js'], count: 7 }
    expect(headline([many])).toBe('Same payload; a.js, b.js, c.js and 4 more changed between them')
  })

  it('says so when nothing differs, and whether the outcome does', () => {
    expect(headline([])).toBe('Same code, payload and environment: only the outcome differs')
    expect(headline([], { hasSameOutcome: true })).toBe('Same code, payload and environment, and the same outcome')
    expect(headline([], { isEnvironmentKnown: false })).toBe('Same code and payload: only the outcome differs')
  })

  it('says first that one of them never ran', () => {
    expect(headline([one('code')], { neverRan: ['right'] })).toBe('The right one never ran')
    expect(headline([], { neverRan: ['left', 'right'] })).toBe('Neither of them ever ran')
  })
})
