/** What the filter bar offers. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { suggest } from '../../../shared/query/suggest.ts'
import { readQuery } from '../../../shared/query/terms.ts'

const SOURCE = {
  functionNames: ['charge-card', 'send-receipt', 'charge-test'],
  nowMs: new Date(2026, 10, 24, 14).getTime(),
}
const texts = (draft: string) => suggest(draft, SOURCE).map(({ text }) => text)

describe('a suggestion', () => {
  it('is a key at first', () => {
    expect(texts('').slice(0, 3)).toEqual(['status:', 'fn:', 'id:'])
  })

  it('is a key, a status or a function for the beginning of a word', () => {
    expect(texts('s')).toEqual(expect.arrayContaining(['status:', 'since:', 'status:succeeded', 'fn:send-receipt']))
    expect(texts('fai')).toEqual(['status:failed'])
  })

  it('is a value after the colon, for each item of a list once', () => {
    expect(texts('status:re')).toEqual(['status:retrying'])
    expect(texts('fn:charge-card,charge')).toEqual(['fn:charge-card,charge-test'])
  })

  it('finds functions by any part of their names', () => {
    expect(texts('fn:receipt')).toEqual(['fn:send-receipt'])
  })

  it('offers the states of dead letters', () => {
    expect(texts('letter:')).toEqual(['letter:open', 'letter:resolved'])
    expect(texts('le')).toEqual(['letter:'])
  })

  it('offers times and the date of today', () => {
    expect(texts('since:')).toEqual(['since:15m', 'since:1h', 'since:24h', 'since:7d', 'since:2026-11-24'])
  })

  it('goes on with a list, but not where a value is missing or there can be only one', () => {
    expect(texts('status:failed,sto')).toEqual(['status:failed,stopping', 'status:failed,stopped'])
    expect([...texts('status:,'), ...texts('since:,'), ...texts('since:1h,')]).toEqual([])
  })

  it('excludes only what can be excluded', () => {
    expect(texts('-')).toEqual(['-status:', '-fn:', '-id:', '-attempt:'])
    expect(texts('-since:')).toEqual([])
  })

  it('adds nothing to a list with a word that is no status', () => {
    expect(texts('status:#,')).toEqual([])
    expect(texts('status:failed,')).toContain('status:failed,expired')
  })

  it('that is whole can be read, whatever was written', () => {
    const drafts = fc.constantFrom('', '-', 's', 'status:', '-status:', 'fn:', '-fn:', 'since:', 'until:', 'attempt:')
    fc.assert(
      fc.property(drafts, fc.string({ maxLength: 2 }), (start, rest) => {
        for (const { text, isWhole } of suggest(start + rest.replace(/["\s]/g, ''), SOURCE)) {
          if (isWhole) expect(readQuery(text).map(({ problem }) => problem?.code ?? 'fine')).toEqual(['fine'])
        }
      }),
    )
  })
})
