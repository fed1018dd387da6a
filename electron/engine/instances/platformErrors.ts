/**
 * FC's words for what the platform, not the handler, finds (FC.md section 3.4). The texts for memory
 * and initialization are [U]: nobody could verify them, this is the one place where they are chosen.
 */
import type { FunctionErrorType } from '../../../shared/domain/task.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'

export type PlatformError = { errorType: FunctionErrorType; errorBody: string; message: string }

const memory = (bytes: number) => `maxMemoryUsage: ${(bytes / MIB_BYTES).toFixed(2)}MB`
const seconds = (ms: number) => `${ms / SECOND_MS} second${ms === SECOND_MS ? '' : 's'}`

export function timedOut(timeoutMs: number, peakBytes: number): PlatformError {
  return error('UnhandledInvocationError', {
    errorMessage: `Function timed out after ${seconds(timeoutMs)} (${memory(peakBytes)})`,
  })
}

/** `isInitializing`: the process ended while the initializer ran. */
export function exited(durationMs: number, peakBytes: number, isInitializing: boolean): PlatformError {
  const duration = `duration: ${Math.round(durationMs)}ms`
  return error(isInitializing ? 'InitializationError' : 'UnhandledInvocationError', {
    errorMessage: `Process exited unexpectedly before completing request (${duration}, ${memory(peakBytes)})`,
  })
}

export function outOfMemory(limitBytes: number, peakBytes: number): PlatformError {
  return error('UnhandledInvocationError', {
    errorMessage: `Function exceeded its memory limit of ${limitBytes / MIB_BYTES}MB (${memory(peakBytes)})`,
    errorType: 'FunctionOOMError',
  })
}

export function initializerTimedOut(timeoutMs: number, peakBytes: number): PlatformError {
  return error('InitializationError', {
    errorMessage: `Function initialization timed out after ${seconds(timeoutMs)} (${memory(peakBytes)})`,
  })
}

export function loadTimedOut(timeoutMs: number, peakBytes: number): PlatformError {
  return error('UnhandledInvocationError', {
    errorMessage: `Function code did not load within ${seconds(timeoutMs)} (${memory(peakBytes)})`,
  })
}

function error(errorType: FunctionErrorType, body: { errorMessage: string; errorType?: string }): PlatformError {
  return { errorType, errorBody: JSON.stringify(body), message: body.errorMessage }
}
