/** What pills, menus and chips do to the text. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import {
  hasMoreThanTime,
  onlyTime,
  statesOf,
  timesOf,
  withoutPiece,
  withSince,
  withStates,
  withTerm,
} from '../../../shared/query/edit.ts'

describe('the pills', () => {
  it('put the term where the first about states stood and leave the rest as it was written', () => {
    expect(withStates('nope:1  status:failed fn:"a b" -status:stopped', ['Enqueued', 'Dequeued', 'Retrying'])).toBe(
      'nope:1 status:waiting fn:"a b"',
    )
  })

  it('take the term away when all states are on, or none', () => {
    expect(withStates('status:failed fn:a', taskStates.states)).toBe('fn:a')
    expect(withStates('status:failed fn:a', [])).toBe('fn:a')
  })

  it('can say Running without Stopping', () => {
    expect(withStates('', ['Running', 'Failed'])).toBe('status:running,failed -status:stopping')
  })

  it('read back what they wrote, for every set of states', () => {
    const sets = fc.subarray([...taskStates.states], { minLength: 1, maxLength: 9 })
    fc.assert(
      fc.property(sets, (states) => {
        expect(statesOf(withStates('fn:a', states))?.toSorted()).toEqual(states.toSorted())
      }),
    )
  })
})

describe('the menu of times', () => {
  it('replaces the terms about time, and takes them away for all times', () => {
    expect(withSince('since:24h until:1h fn:a', '15m')).toBe('since:15m fn:a')
    expect(withSince('fn:a since:24h', null)).toBe('fn:a')
    expect(timesOf('since:24h fn:a until:1h')).toEqual(['since:24h', 'until:1h'])
  })
})

describe('clearing', () => {
  it('keeps the time', () => {
    expect(onlyTime('status:failed since:24h card')).toBe('since:24h')
    expect(hasMoreThanTime('since:24h')).toBe(false)
    expect(hasMoreThanTime('since:24h nope:')).toBe(true)
  })
})

describe('a chip', () => {
  it('is added at the end and taken away by its place, also when it is wrong', () => {
    expect(withTerm('fn:a  nope:1', ' status:failed ')).toBe('fn:a nope:1 status:failed')
    expect(withoutPiece('fn:a nope:1 status:failed', 1)).toBe('fn:a status:failed')
  })
})
