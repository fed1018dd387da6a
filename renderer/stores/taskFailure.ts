/**
 * Reads FC's error JSON (`errorMessage`, `errorType`, `stackTrace`). Anything may stand there, because
 * custom runtimes answer what they like: what cannot be read is the message itself. Pure.
 */
export type TaskFailure = {
  message: string
  className: string | null // `TypeError`; null: only a message is known
  stack: string[] // one line each, without the line that repeats the message
  rawText: string
}

/** FC puts this before the class of whatever was thrown and not caught. */
const UNHANDLED_PREFIX = /^FunctionUnhandledError:\s*/

export function readFailure(errorBody: string): TaskFailure {
  const fields = objectIn(errorBody)
  const message = textOf(fields?.errorMessage)
  if (fields === null || message === null) {
    return { message: errorBody.trim(), className: null, stack: [], rawText: errorBody }
  }
  const className = textOf(fields.errorType)?.replace(UNHANDLED_PREFIX, '').trim() || null
  const stack = stackOf(fields.stackTrace)
  const head = stack.slice(0, firstFrame(stack)).join('\n')
  const repeatsMessage = message !== '' && head.includes(message)
  return { message, className, stack: repeatsMessage ? stack.slice(firstFrame(stack)) : stack, rawText: errorBody }
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // any object can be read so
      : null
  } catch {
    return null
  }
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** Node gives lines; Python gives a list of parts for each frame. */
function stackOf(value: unknown): string[] {
  if (typeof value === 'string') return value.split('\n')
  if (!Array.isArray(value)) return []
  return value.map((frame: unknown) => (Array.isArray(frame) ? frame.join(', ') : String(frame)))
}

/** Where the frames begin: 0 where none can be told. */
function firstFrame(stack: readonly string[]): number {
  return Math.max(
    stack.findIndex((line) => /^\s*(at\s|File ")/.test(line)),
    0,
  )
}
