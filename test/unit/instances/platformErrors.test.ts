import { describe, expect, it } from 'vitest'
import {
  exited,
  initializerTimedOut,
  loadTimedOut,
  outOfMemory,
  timedOut,
} from '../../../electron/engine/instances/platformErrors.ts'

const MB = 1_048_576

describe("the platform's errors", () => {
  it.each([
    [
      timedOut(3_000, 112.24 * MB),
      'UnhandledInvocationError',
      'Function timed out after 3 seconds (maxMemoryUsage: 112.24MB)',
    ],
    [timedOut(1_000, MB), 'UnhandledInvocationError', 'Function timed out after 1 second (maxMemoryUsage: 1.00MB)'],
    [
      exited(44.6, 9.18 * MB, false),
      'UnhandledInvocationError',
      'Process exited unexpectedly before completing request (duration: 45ms, maxMemoryUsage: 9.18MB)',
    ],
    [
      initializerTimedOut(3_000, MB),
      'InitializationError',
      'Function initialization timed out after 3 seconds (maxMemoryUsage: 1.00MB)',
    ],
    [
      loadTimedOut(120_000, MB),
      'UnhandledInvocationError',
      'Function code did not load within 120 seconds (maxMemoryUsage: 1.00MB)',
    ],
  ])("are in FC's words: %o", (error, errorType, errorMessage) => {
    expect(error).toEqual({ errorType, errorBody: JSON.stringify({ errorMessage }), message: errorMessage })
  })

  it('name the memory limit and give it a type of its own', () => {
    const { errorBody } = outOfMemory(128 * MB, 130 * MB)
    expect(JSON.parse(errorBody)).toEqual({
      errorMessage: 'Function exceeded its memory limit of 128MB (maxMemoryUsage: 130.00MB)',
      errorType: 'FunctionOOMError',
    })
  })

  it('belong to the initializer when the process ended in it', () => {
    expect(exited(1, MB, true).errorType).toBe('InitializationError')
  })
})
