/**
 * Bounds the error of a function as a task keeps it: it is on the task's row and in every list that shows
 * the row, and a message may hold whatever a server answered. Stays JSON of the same shape. Pure.
 */
import { KIB_BYTES } from '../../../shared/units/bytes.ts'

/** Lengths are in UTF-16 code units. */
const MAX_LENGTH = 64 * KIB_BYTES
const MAX_MESSAGE_LENGTH = 16 * KIB_BYTES
const MAX_FRAMES_COUNT = 50
const MAX_FRAME_LENGTH = 500

export function boundedErrorBody(errorBody: string): string {
  if (errorBody.length <= MAX_LENGTH) return errorBody
  const { errorMessage, errorType, stackTrace } = parsed(errorBody)
  return JSON.stringify({
    errorMessage: cut(typeof errorMessage === 'string' ? errorMessage : errorBody, MAX_MESSAGE_LENGTH),
    ...(typeof errorType === 'string' && { errorType: cut(errorType, MAX_FRAME_LENGTH) }),
    ...(Array.isArray(stackTrace) && {
      stackTrace: stackTrace.slice(0, MAX_FRAMES_COUNT).map((frame) => cut(String(frame), MAX_FRAME_LENGTH)),
    }),
  })
}

function parsed(text: string): { errorMessage?: unknown; errorType?: unknown; stackTrace?: unknown } {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

function cut(text: string, maxLength: number): string {
  const rest = text.length - maxLength
  return rest <= 0 ? text : `${text.slice(0, maxLength).toWellFormed()}… (${rest} more characters)`
}
