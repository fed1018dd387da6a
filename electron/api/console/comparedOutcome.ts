/**
 * How an attempt ended, so that two ends can be compared. The frames of a stack below the user's code are those
 * of the runtime, and depend on whether the instance was just starting: they are left out.
 */
import { normaliseLog } from '../../../shared/format/normaliseLog.ts'

const RUNTIME_FRAME = /\/\.taskyard\/runtime\/|\/electron\/runtimes\//

/** The error as JSON with the frames down to the user's outermost one; text that is no such error as it is. */
export function comparableError(errorBody: string): string {
  const error = errorOf(errorBody)
  if (error === null || !Array.isArray(error.stackTrace)) return errorBody
  const first = error.stackTrace.findIndex((frame) => typeof frame === 'string' && RUNTIME_FRAME.test(frame))
  if (first <= 0) return errorBody // nothing of the user would be left
  return JSON.stringify({ ...error, stackTrace: error.stackTrace.slice(0, first) })
}

type Ended = { outcome: string | null; result: string | null }

/** Errors by what was thrown, apart from times, ids and addresses: where it was thrown is the code's difference. */
export function isSameOutcome(left: Ended, right: Ended): boolean {
  return left.outcome === right.outcome && coreOf(left) === coreOf(right)
}

function coreOf({ outcome, result }: Ended): string {
  if (result === null) return ''
  const error = outcome === 'Succeeded' ? null : errorOf(result)
  if (error === null) return result
  return normaliseLog(`${String(error.errorType)}: ${String(error.errorMessage)}`)
}

/** Null: it is none in FC's shape. */
function errorOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('errorMessage' in value)) return null
    return { ...value }
  } catch {
    return null
  }
}
