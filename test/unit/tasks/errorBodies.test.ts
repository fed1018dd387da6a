import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundedErrorBody } from '../../../electron/engine/tasks/errorBodies.ts'

const LONG = 10_000_000

describe('the error that a task keeps', () => {
  it('is what the function gave, as far as anybody reads', () => {
    const body = JSON.stringify({ errorMessage: 'x'.repeat(60_000), stackTrace: ['at a'] })
    expect(boundedErrorBody(body)).toBe(body)
  })

  it('is cut where it is endless, and says so', () => {
    const stackTrace = Array.from({ length: 1_000 }, (_, at) => `at frame${at} ${'y'.repeat(1_000)}`)
    const bounded = boundedErrorBody(JSON.stringify({ errorMessage: 'x'.repeat(LONG), errorType: 'E', stackTrace }))
    const { errorMessage, ...rest } = JSON.parse(bounded)
    expect(errorMessage).toMatch(/^x{16384}… \(9983616 more characters\)$/)
    expect(rest).toEqual({
      errorType: 'E',
      stackTrace: expect.arrayContaining([expect.stringMatching(/^at frame0 y/)]),
    })
    expect(rest.stackTrace).toHaveLength(50)
  })

  it.each([
    'x'.repeat(LONG),
    JSON.stringify(['x'.repeat(LONG)]),
    JSON.stringify({ errorMessage: { a: 'x'.repeat(LONG) } }),
  ])('is a message when it has no other shape', (body) => {
    expect(JSON.parse(boundedErrorBody(body))).toEqual({ errorMessage: expect.stringContaining('more characters') })
  })

  it('is JSON of bounded length whatever was thrown', () => {
    const text = fc.string({ unit: 'binary', minLength: 0, maxLength: 40 })
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 40_000 }), (message, frame, times) => {
        const body = JSON.stringify({ errorMessage: message.repeat(times), stackTrace: Array(60).fill(frame) })
        const bounded = boundedErrorBody(body)
        expect(bounded.length).toBeLessThan(300_000)
        expect(JSON.parse(bounded)).toHaveProperty('errorMessage')
      }),
      { numRuns: 50 },
    )
  })
})
