/**
 * Which account does a request speak for? A known key is really verified; an unknown one is refused
 * with the way to allow it, unless any key is trusted (DESIGN.md section 8).
 *
 * The date is not checked against the clock: machines that work offline drift, and whoever could
 * replay a request on the loopback interface could read the workspace as well.
 */
import { hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { parseAcs3Authorization, verifyAcs3 } from '../../base/acs3.ts'
import { parseFcAuthorization, verifyFc } from '../../base/fcSignature.ts'
import type { Account } from '../../engine/ports.ts'
import type { KeyRing } from '../keyRing.ts'
import { FcError } from './fcErrors.ts'

type SignedRequest = { method: string; url: string; headers: IncomingHttpHeaders; body: Uint8Array }
/** Who somebody says to be, and whether a secret proves it. */
type Claim = { accessKeyId: string; isProvedBy(secret: string, request: SignedRequest): boolean }

export class Authenticator {
  readonly #keys: KeyRing
  readonly #trustAnyKey: boolean

  constructor(keys: KeyRing, trustAnyKey: boolean) {
    this.#keys = keys
    this.#trustAnyKey = trustAnyKey
  }

  /** The account at once when the key is cached and fits, else after a second look. Throws FcError. */
  authenticate(request: SignedRequest): Account | Promise<Account> {
    const claim = claimOf(request.headers)
    return this.#account(request, claim) ?? this.#lookAgain(request, claim)
  }

  async #lookAgain(request: SignedRequest, claim: Claim): Promise<Account> {
    await this.#keys.refresh()
    const account = this.#account(request, claim)
    if (account) return account
    if (this.#keys.find(claim.accessKeyId)) {
      throw new FcError(
        'SignatureNotMatch',
        `the signature does not match: the request was changed on its way, or the secret of access key '${claim.accessKeyId}' is not the one that this workspace has ("taskyard env" prints it)`,
      )
    }
    const fallback = this.#trustAnyKey ? this.#keys.defaultAccount : undefined
    if (fallback) return fallback
    throw new FcError(
      'InvalidAccessKeyID',
      `access key '${claim.accessKeyId}' is not known to this workspace. "taskyard env" prints the keys that are; "taskyard serve --access-key ID:SECRET" remembers this one; "taskyard serve --trust-any-key" takes any, for throw-away CI.`,
    )
  }

  /** Null if the key is not in the cache or does not fit. */
  #account(request: SignedRequest, claim: Claim): Account | null {
    const key = this.#keys.find(claim.accessKeyId)
    return key && claim.isProvedBy(key.secret, request) ? key.account : null
  }
}

function claimOf(headers: IncomingHttpHeaders): Claim {
  const header = headers.authorization
  if (!header) throw new FcError('MissingRequiredHeader', 'required HTTP header Authorization was not specified')
  const claim = acs3Claim(header) ?? classicClaim(header)
  if (claim) return claim
  throw new FcError(
    'SignatureNotMatch',
    'the Authorization header is neither "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…" nor "FC <key>:<signature>", the schemes understood here',
  )
}

function acs3Claim(header: string): Claim | null {
  const authorization = parseAcs3Authorization(header)
  if (!authorization) return null
  return {
    accessKeyId: authorization.accessKeyId,
    isProvedBy(secret, { method, url, headers, body }) {
      const bodySha256 = hash('sha256', body)
      const declared = headers['x-acs-content-sha256']
      if (declared !== undefined && declared !== bodySha256) return false
      return verifyAcs3({ method, url, headers, bodySha256 }, authorization, secret)
    },
  }
}

function classicClaim(header: string): Claim | null {
  const authorization = parseFcAuthorization(header)
  if (!authorization) return null
  return {
    accessKeyId: authorization.accessKeyId,
    isProvedBy(secret, { method, url, headers, body }) {
      return isMd5Of(body, headers['content-md5']) && verifyFc({ method, url, headers }, authorization, secret)
    },
  }
}

/** The digest in base64 as the header is defined, or, as SDK 2 for JavaScript sends it, its hexadecimal text in base64. */
function isMd5Of(body: Uint8Array, declared: string | string[] | undefined): boolean {
  if (declared === undefined) return true // the protocol lets a client leave it out
  const digest = hash('md5', body, 'buffer')
  return declared === digest.toString('base64') || declared === Buffer.from(digest.toString('hex')).toString('base64')
}
