/** Values of the console contract as JSON text, for HTTP: bytes travel as `{"base64": …}`. */
import { AppError } from '../../shared/errors.ts'

export function toWireJson(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, part: unknown) {
    const whole = this[key] // a Buffer has been turned into something else before it is `part`
    return whole instanceof Uint8Array ? { base64: Buffer.from(whole).toString('base64') } : part
  })
}

/** Throws invalid_input for text that is not JSON. */
export function fromWireJson(text: string): unknown {
  try {
    return JSON.parse(text, (_key, part: unknown) => (isBytes(part) ? Buffer.from(part.base64, 'base64') : part))
  } catch (cause) {
    const message = `this is not JSON: ${cause instanceof Error ? cause.message : cause}`
    throw new AppError('invalid_input', message, { cause })
  }
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

function isBytes(part: unknown): part is { base64: string } {
  if (typeof part !== 'object' || part === null || Object.keys(part).length !== 1) return false
  const base64 = 'base64' in part ? part.base64 : null
  return typeof base64 === 'string' && base64.length % 4 === 0 && BASE64.test(base64)
}
