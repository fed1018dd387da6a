/** Between bytes and what the engine takes as a payload or a result (shared/domain/body.ts). */
import { isUtf8 } from 'node:buffer'
import type { Body } from '../../shared/domain/body.ts'

/** Text where the bytes are valid UTF-8. */
export function toBody(bytes: Body): Body {
  if (typeof bytes === 'string') return bytes
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : bytes
}
