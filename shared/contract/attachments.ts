/**
 * Messages with bytes in them, for a transport of text and binary frames: the bytes go ahead as binary
 * frames, and the text that follows names them by number.
 */
import { AppError } from '../errors.ts'

const KEY = '$attachment'

export type Detached = { text: string; attachments: Uint8Array[] }

export function detach(message: unknown): Detached {
  const attachments: Uint8Array[] = []
  const text = JSON.stringify(message, function (this: Record<string, unknown>, key, part: unknown) {
    const whole = this[key] // Node's Buffer has been turned into something else before it is `part`
    return whole instanceof Uint8Array ? { [KEY]: attachments.push(whole) - 1 } : part
  })
  return { text, attachments }
}

/** Throws invalid_input for text that is not JSON or names bytes that did not come. */
export function attach({ text, attachments }: Detached): unknown {
  try {
    return JSON.parse(text, (_key, part: unknown) => (isPlace(part) ? bytesAt(attachments, part[KEY]) : part))
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('invalid_input', 'a message that is not JSON', { cause })
  }
}

function isPlace(part: unknown): part is { [KEY]: number } {
  return typeof part === 'object' && part !== null && KEY in part && Object.keys(part).length === 1
}

function bytesAt(attachments: Uint8Array[], index: number): Uint8Array {
  const bytes: unknown = attachments[index]
  if (!(bytes instanceof Uint8Array))
    throw new AppError('invalid_input', `a message names bytes number ${index}, which did not come`)
  return bytes
}
