/**
 * The classic signature of Function Compute, `FC <key>:<base64 HMAC-SHA256>` (FC.md section 1.3), signed and
 * verified. SDK 2 uses it, and with it `s instance exec`. Pure: strings in, strings out.
 *
 * Signed are the method, the path, four headers and all `x-fc-*` ones; neither Host nor the query, which the
 * protocol signs under `/proxy/` only. `Content-MD5` stands for the body, and whether it fits is the
 * caller's to see.
 */
import { createHmac } from 'node:crypto'
import { isSameText } from './sameText.ts'

const AUTHORIZATION = /^FC ([^:\s]+):([A-Za-z0-9+/]{43}=)$/

/** A request as it is on the wire: `url` is the encoded path and query. Header names are lower case. */
export type FcSignedRequest = {
  method: string
  url: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}
export type FcAuthorization = { accessKeyId: string; signature: string }

/** What an `Authorization` header says; null if it is of another scheme or malformed. */
export function parseFcAuthorization(header: string): FcAuthorization | null {
  const [, accessKeyId, signature] = AUTHORIZATION.exec(header) ?? []
  return accessKeyId && signature ? { accessKeyId, signature } : null
}

/** The `Authorization` header for a request. */
export function signFc(request: FcSignedRequest, key: { id: string; secret: string }): string {
  return `FC ${key.id}:${signatureOf(request, pathOf(request.url), key.secret)}`
}

export function verifyFc(request: FcSignedRequest, { signature }: FcAuthorization, secret: string): boolean {
  const path = pathOf(request.url)
  const plainPath = decoded(path)
  // JavaScript signs the path as it was given, Go and Python without its escapes.
  return [path, ...(plainPath === path ? [] : [plainPath])].some((signedPath) =>
    isSameText(signatureOf(request, signedPath, secret), signature),
  )
}

function signatureOf({ method, headers }: FcSignedRequest, path: string, secret: string): string {
  const ours = Object.keys(headers)
    .filter((name) => name.startsWith('x-fc-'))
    .sort()
    .map((name) => `${name}:${headerText(headers[name])}\n`)
    .join('')
  const [md5, type, date] = ['content-md5', 'content-type', 'date'].map((name) => headerText(headers[name]))
  return createHmac('sha256', secret).update(`${method}\n${md5}\n${type}\n${date}\n${ours}${path}`).digest('base64')
}

function headerText(value: string | string[] | undefined): string {
  return typeof value === 'string' ? value : (value ?? []).join(',')
}

const pathOf = (url: string) => url.split('?', 1)[0] ?? ''

/** Text with a broken escape stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
