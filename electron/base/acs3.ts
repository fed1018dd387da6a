/**
 * The signature of Alibaba Cloud's current SDKs, ACS3-HMAC-SHA256 (FC.md section 1.3), signed and
 * verified. Pure: strings in, strings out; the caller hashes the body.
 *
 * Signed are the method, path, query, the headers that `SignedHeaders` names and the body's hash.
 * FC's own `x-fc-*` headers are not among them; that is the protocol, not an omission here.
 */
import { createHmac, hash } from 'node:crypto'
import { isSameText } from './sameText.ts'

const ALGORITHM = 'ACS3-HMAC-SHA256'
const AUTHORIZATION = /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([^,]+),\s*Signature=([0-9a-f]{64})$/i

/** A request as it is on the wire: `url` is the encoded path and query. Header names are lower case. */
export type Acs3Request = {
  method: string
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
  bodySha256: string // lower-case hex
}
export type Acs3Authorization = { accessKeyId: string; signedHeaders: string[]; signature: string }

/** What an `Authorization` header says; null if it is of another scheme or malformed. */
export function parseAcs3Authorization(header: string): Acs3Authorization | null {
  const [, accessKeyId, signedHeaders, signature] = AUTHORIZATION.exec(header) ?? []
  if (!accessKeyId || !signedHeaders || !signature) return null
  return { accessKeyId, signedHeaders: signedHeaders.toLowerCase().split(';'), signature: signature.toLowerCase() }
}

/** The `Authorization` header for a request: signs `host`, `content-type` and all `x-acs-*` headers. */
export function signAcs3(request: Acs3Request, key: { id: string; secret: string }): string {
  const signedHeaders = Object.keys(request.headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort()
  const { path, query } = splitUrl(request.url)
  const signature = signatureOf(request, { path: canonicalPath(path), query, signedHeaders, secret: key.secret })
  return `${ALGORITHM} Credential=${key.id},SignedHeaders=${signedHeaders.join(';')},Signature=${signature}`
}

export function verifyAcs3(request: Acs3Request, authorization: Acs3Authorization, secret: string): boolean {
  const { path, query } = splitUrl(request.url)
  const { signedHeaders, signature } = authorization
  const matches = (signedPath: string) =>
    isSameText(signatureOf(request, { path: signedPath, query, signedHeaders, secret }), signature)

  const plainPath = canonicalPath(path)
  // The Node SDK signs a "'" as it is, and then Node's URL code sends it as %27.
  return matches(plainPath) || (plainPath.includes('%27') && matches(plainPath.replaceAll('%27', "'")))
}

type Signing = { path: string; query: string; signedHeaders: string[]; secret: string }

function signatureOf(request: Acs3Request, { path, query, signedHeaders, secret }: Signing): string {
  let headers = ''
  for (const name of signedHeaders) headers += `${name}:${headerText(request.headers[name])}\n`
  const canonical = `${request.method}\n${path}\n${query}\n${headers}\n${signedHeaders.join(';')}\n${request.bodySha256}`
  return createHmac('sha256', secret)
    .update(`${ALGORITHM}\n${hash('sha256', canonical)}`)
    .digest('hex')
}

function headerText(value: string | string[] | undefined): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? value.trim() : value.map((one) => one.trim()).join(',')
}

function splitUrl(url: string): { path: string; query: string } {
  const at = url.indexOf('?')
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: canonicalQuery(url.slice(at + 1)) }
}

const canonicalPath = (path: string) => path.replaceAll('+', '%20').replaceAll('*', '%2A').replaceAll('%7E', '~')

/** Sorted by key; values in RFC 3986's encoding, keys as they are, because that is what the SDK does. */
function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=')
      return at < 0
        ? { key: decoded(pair), value: '' }
        : { key: decoded(pair.slice(0, at)), value: decoded(pair.slice(at + 1)) }
    })
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ key, value }) => `${key}=${encodeRfc3986(value)}`)
    .join('&')
}

/** Text with a broken escape stays as it is: no client signs such a request, so it will not match. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const encodeRfc3986 = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
