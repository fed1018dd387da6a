/**
 * Message ids and receipt handles. Both begin with the message's key in the database, as 14 hexadecimal digits,
 * so that a message is found by either without an index of them; the rest is random. A message id has the shape
 * that MNS's have: 32 hexadecimal digits in upper case. A handle has a "-" before its random part.
 */
import { randomBytes } from 'node:crypto'

const KEY_DIGITS = 14 // 2 ** 53
const ID_BYTES = 9
const HANDLE_BYTES = 12

export const newMessageId = (key: number) => keyText(key) + randomText(ID_BYTES)
export const newReceiptHandle = (key: number) => `${keyText(key)}-${randomText(HANDLE_BYTES)}`

/** The key of the message that a message id or a receipt handle names; null: it is neither. */
export function messageKeyOf(idOrHandle: string): number | null {
  const [, digits] = /^([0-9A-F]{14})(?:[0-9A-F]{18}|-[0-9A-F]{24})$/.exec(idOrHandle) ?? []
  if (digits === undefined) return null
  const key = Number.parseInt(digits, 16)
  return Number.isSafeInteger(key) ? key : null
}

const keyText = (key: number) => key.toString(16).toUpperCase().padStart(KEY_DIGITS, '0')
const randomText = (bytes: number) => randomBytes(bytes).toString('hex').toUpperCase()
