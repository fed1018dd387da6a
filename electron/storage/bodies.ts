/**
 * Where a body is stored. Short ones stand on the task's own row; a long one would be rewritten by
 * SQLite with every change of that row, so it goes to `task_body` once.
 */
import type { Body } from '../../shared/domain/body.ts'
import { KIB_BYTES } from '../../shared/units/bytes.ts'

const MAX_INLINE_LENGTH = 2 * KIB_BYTES // characters of text or bytes: the exact size does not matter

export const isInline = (body: Body) => body.length <= MAX_INLINE_LENGTH

/** SQLite's driver binds Buffers, not plain Uint8Arrays. */
export const bindable = (body: Body): Body =>
  typeof body === 'string' || Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength)

export const bodyBytes = (body: Body) => (typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength)
