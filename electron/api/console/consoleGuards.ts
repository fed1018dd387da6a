/** Who may speak to the console: its own Host and Origin, with the token (DESIGN.md section 8). */
import { hash, timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { TOKEN_PROTOCOL_PREFIX } from '../../../shared/contract/link.ts'
import { AppError } from '../../../shared/errors.ts'
import { isLoopbackHost, isLoopbackOrigin } from '../requestGuards.ts'

/** Throws access_denied. */
export function admits({ headers }: Pick<FastifyRequest, 'headers'>, token: string): void {
  if (!isLoopbackHost(headers.host)) {
    throw new AppError('access_denied', `the console answers to Host 127.0.0.1 or localhost, not to "${headers.host}"`)
  }
  if (!isLoopbackOrigin(headers.origin)) {
    throw new AppError('access_denied', `web pages of "${headers.origin}" may not call the console`)
  }
  if (!timingSafeEqual(digest(givenToken(headers)), digest(token))) {
    throw new AppError('access_denied', 'the console needs its token: it is in endpoint.json of the workspace')
  }
}

/** A header, or for a socket, which cannot have one of its own, a subprotocol. */
function givenToken(headers: FastifyRequest['headers']): string {
  const bearer = headers.authorization?.replace(/^Bearer /, '')
  if (bearer !== undefined) return bearer
  const protocols = headers['sec-websocket-protocol']?.split(',').map((protocol) => protocol.trim()) ?? []
  return (
    protocols.find((protocol) => protocol.startsWith(TOKEN_PROTOCOL_PREFIX))?.slice(TOKEN_PROTOCOL_PREFIX.length) ?? ''
  )
}

/** Compared by digest, so that the time tells nothing, not even the length. */
const digest = (text: string) => hash('sha256', text, 'buffer')
