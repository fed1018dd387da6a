import { describe, expect, it } from 'vitest'
import { comparableError, isSameOutcome } from '../../../electron/api/console/comparedOutcome.ts'

const error = (errorMessage: string, ...stackTrace: string[]) =>
  JSON.stringify({ errorMessage, errorType: 'TypeError', stackTrace })
const USER = '    at charge (/code/index.js:7:9)'
const RUNTIME = '    at begin (/.taskyard/runtime/bootstrap.cjs:64:10)'

describe('an error that is compared', () => {
  it('ends with the outermost frame of the user', () => {
    const body = error('boom', 'TypeError: boom', USER, RUNTIME, '    at process.nextTick (node:internal:1:1)')
    expect(JSON.parse(comparableError(body))).toEqual({
      errorMessage: 'boom',
      errorType: 'TypeError',
      stackTrace: ['TypeError: boom', USER],
    })
  })

  it.each([
    error('boom', 'TypeError: boom', USER),
    error('boom', RUNTIME),
    'Function time out after 3 seconds',
    '[1]',
    '{"errorMessage":"x","stackTrace":"y"}',
  ])('is left as it is: %s', (body) => expect(comparableError(body)).toBe(body))
})

describe('two outcomes', () => {
  const failed = (result: string) => ({ outcome: 'Failed', result })

  it('are the same when the same was thrown, wherever, and apart from times and ids', () => {
    const one = failed(error('order 2026-11-24T18:26:05Z is late', USER))
    const other = failed(error('order 2026-12-01T08:00:00Z is late', USER.replace('7:9', '9:9')))
    expect(isSameOutcome(one, other)).toBe(true)
  })

  it('differ when something else was thrown, returned, or when only one failed', () => {
    expect(isSameOutcome(failed(error('a')), failed(error('b')))).toBe(false)
    expect(isSameOutcome({ outcome: 'Succeeded', result: '1' }, { outcome: 'Succeeded', result: '2' })).toBe(false)
    expect(isSameOutcome({ outcome: 'Succeeded', result: '1' }, failed('1'))).toBe(false)
    expect(isSameOutcome({ outcome: null, result: null }, { outcome: null, result: null })).toBe(true)
  })
})
