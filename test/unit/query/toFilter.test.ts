/** Terms as the engine's filter, and what is left to say. */
import { describe, expect, it } from 'vitest'
import { readFilter } from '../../../shared/query/toFilter.ts'
import { DAY_MS, HOUR_MS } from '../../../shared/units/time.ts'

const NOW_MS = new Date(2026, 10, 24, 14, 2, 30).getTime()
const filter = (text: string) => readFilter(text, NOW_MS).filter
const codes = (text: string) => readFilter(text, NOW_MS).problems.map(({ code }) => code)

describe('the filter of a query', () => {
  it('has nothing for an empty text', () => {
    expect(readFilter('', NOW_MS)).toEqual({ pieces: [], filter: {}, problems: [] })
  })

  it('combines all terms', () => {
    expect(
      filter('status:failed fn:charge-*,refund -fn:charge-test id:A-88 err:timeout inst:c-7f3a attempt:>1'),
    ).toEqual({
      states: ['Failed'],
      functions: ['charge-*', 'refund'],
      notFunctions: ['charge-test'],
      idPrefix: 'A-88',
      errorText: 'timeout',
      instanceId: 'c-7f3a',
      minAttempts: 2,
    })
  })

  it('lets through the other states where some are excluded', () => {
    expect(filter('-status:ended,succeeded')).toEqual({
      states: ['Enqueued', 'Dequeued', 'Running', 'Retrying', 'Stopping', 'Failed'],
    })
  })

  it('keeps what two terms of one key have in common', () => {
    expect(filter('status:running -status:stopping')).toEqual({ states: ['Running'] })
    expect(filter('fn:a*,b fn:ab*,b,c')).toEqual({ functions: ['ab*', 'b'] })
    expect(filter('id:order-* id:order-1')).toEqual({ idPrefix: 'order-1' })
    expect(filter('attempt:>1 -attempt:>4')).toEqual({ minAttempts: 2, maxAttempts: 4 })
  })

  it('is about a group of the inbox and the state of its letters', () => {
    expect(filter('group:12 letter:Open')).toEqual({ groupId: 12, letters: 'open' })
    expect(filter('group:12 group:12 letter:resolved')).toEqual({ groupId: 12, letters: 'resolved' })
  })

  it('counts relative times back from now', () => {
    expect(filter('since:24h until:1h')).toEqual({
      submittedFromMs: NOW_MS - 24 * HOUR_MS,
      submittedBeforeMs: NOW_MS - HOUR_MS,
    })
  })

  it('takes days and hours in local time, the last day as a whole', () => {
    expect(filter('since:2026-11-23T14:00 until:2026-11-23')).toEqual({
      submittedFromMs: new Date(2026, 10, 23, 14).getTime(),
      submittedBeforeMs: new Date(2026, 10, 24).getTime(),
    })
  })

  it('keeps the later of two beginnings', () => {
    expect(filter('since:7d since:24h')).toEqual({ submittedFromMs: NOW_MS - DAY_MS })
  })
})

describe('what is left to say', () => {
  it('is in the order of the text, and the valid terms filter', () => {
    const reading = readFilter('nope:1 status:failed queue:own', NOW_MS)
    expect(reading.filter).toEqual({ states: ['Failed'] })
    expect(reading.problems.map(({ code }) => code)).toEqual(['unknownKey', 'notYetKey'])
  })

  it('is that only one text can be looked for, with the text that was perhaps meant', () => {
    expect(readFilter('card declined', NOW_MS)).toMatchObject({
      filter: { text: 'card' },
      problems: [{ code: 'secondText', start: 5, end: 13, values: { joined: '"card declined"' } }],
    })
  })

  it('is that only one beginning of ids can be looked for', () => {
    expect(codes('id:a,b')).toEqual(['oneValueOnly'])
  })

  it.each([
    ['status:failed -status:failed', 'noStatusLeft'],
    ['group:1 group:2', 'noGroupLeft'],
    ['letter:open letter:resolved', 'noLetterLeft'],
    ['status:waiting status:ended', 'noStatusLeft'],
    ['fn:a -fn:a', 'noFunctionLeft'],
    ['fn:thumbnail-a -fn:thumbnail-*', 'noFunctionLeft'],
    ['fn:a fn:b', 'noFunctionLeft'],
    ['-fn:*', 'noFunctionLeft'],
    ['id:a id:b', 'noIdLeft'],
    ['id:order-1 -id:order-', 'noIdLeft'],
    ['inst:a inst:b', 'noInstanceLeft'],
    ['attempt:>3 attempt:<2', 'noAttemptLeft'],
    ['-attempt:0..', 'noAttemptLeft'],
    ['since:1h until:24h', 'noTimeLeft'],
    ['until:2026-11-23 since:2026-11-24', 'noTimeLeft'],
  ])('of %s is that nothing can match: %s', (text, code) => {
    const reading = readFilter(text, NOW_MS)
    expect(reading.filter).toBeNull()
    expect(reading.problems.map((problem) => problem.code)).toEqual([code])
  })

  it('is nothing for one day as beginning and end', () => {
    expect(codes('since:2026-11-24 until:2026-11-24')).toEqual([])
  })
})
