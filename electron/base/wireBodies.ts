/** Between bytes as the engine has them and as the console contract carries them. */
import { isUtf8 } from 'node:buffer'
import type { WireBody } from '../../shared/contract/wireBody.ts'
import type { Body } from '../../shared/domain/body.ts'

export function toWireBody(body: Body): WireBody {
  return typeof body === 'string' ? body : { base64: Buffer.from(body).toString('base64') }
}

export function fromWireBody(body: WireBody): Body {
  return typeof body === 'string' ? body : toBody(Buffer.from(body.base64, 'base64'))
}

/** Text where the bytes are valid UTF-8 (shared/domain/body.ts). */
export function toBody(bytes: Uint8Array): Body {
  return isUtf8(bytes) ? Buffer.from(bytes).toString('utf8') : bytes
}
