/**
 * Who may speak to the console (DESIGN.md section 8). Web pages choose neither Host nor Origin: a foreign
 * Host is DNS rebinding, a foreign Origin another site's page, or another local server's.
 *
 * A window under a name of its own (`<random>.localhost`) has a cookie with the token. Cookies of
 * 127.0.0.1 and localhost would reach every server on this machine, whatever its port: pages there send
 * the token themselves.
 */
import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { TOKEN_PROTOCOL_PREFIX } from '../../../shared/contract/link.ts'
import { AppError } from '../../../shared/errors.ts'

export type Asker = { headers: IncomingHttpHeaders; port: number | undefined }
export type Refusal = { status: 401 | 403 | 421; error: AppError }

const NAME_OF_ITS_OWN = String.raw`(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+localhost`
const OUR_HOST = new RegExp(String.raw`^(?:127\.0\.0\.1|\[::1\]|localhost|${NAME_OF_ITS_OWN})(?::(\d{1,5}))?$`, 'i')
const COOKIE_HOST = new RegExp(`^${NAME_OF_ITS_OWN}(?::|$)`, 'i')
const HTTP_PORT = '80'

/** Null: host and origin are ours. */
export function foreignRefusal({ headers: { host = '', origin }, port }: Asker): Refusal | null {
  const [isOurs, namedPort = HTTP_PORT] = OUR_HOST.exec(host) ?? []
  if (isOurs === undefined || namedPort !== String(port)) {
    const error = new AppError('access_denied', `the console answers to Host 127.0.0.1:${port}, not to "${host}"`)
    return { status: 421, error }
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return { status: 403, error: new AppError('access_denied', `pages of "${origin}" may not call the console`) }
  }
  return null
}

/** Null: the token came along, as a header, as a socket's subprotocol or as the cookie. */
export function tokenRefusal(asker: Asker, token: string): Refusal | null {
  if (isToken(givenToken(asker), token)) return null
  const message = 'the console needs its token: it is in endpoint.json of the workspace'
  return { status: 401, error: new AppError('access_denied', message) }
}

/** Compared by digest, so that the time tells nothing, not even the length. */
export function isToken(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token))
}

export const mayHaveCookie = (host: string | undefined) => host !== undefined && COOKIE_HOST.test(host)

/** Its name has the port, because cookies do not tell ports apart. */
export const tokenCookie = (port: number | undefined, token: string) =>
  `${cookieName(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`

function givenToken({ headers, port }: Asker): string {
  const bearer = headers.authorization?.replace(/^Bearer /, '')
  if (bearer !== undefined) return bearer
  const ofProtocol = listed(headers['sec-websocket-protocol'], ',').find((name) =>
    name.startsWith(TOKEN_PROTOCOL_PREFIX),
  )
  if (ofProtocol !== undefined) return ofProtocol.slice(TOKEN_PROTOCOL_PREFIX.length)
  if (!mayHaveCookie(headers.host)) return ''
  const prefix = `${cookieName(port)}=`
  return (
    listed(headers.cookie, ';')
      .find((pair) => pair.startsWith(prefix))
      ?.slice(prefix.length) ?? ''
  )
}

const cookieName = (port: number | undefined) => `taskyard_${port}`
const listed = (text: string | undefined, separator: string) => (text ?? '').split(separator).map((part) => part.trim())
const digest = (text: string) => hash('sha256', text, 'buffer')
