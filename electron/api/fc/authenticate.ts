/**
 * Which account does a request speak for? A known key is really verified; an unknown one is refused
 * with the way to allow it, unless any key is trusted (DESIGN.md section 8).
 *
 * The date is not checked against the clock: machines that work offline drift, and whoever could
 * replay a request on the loopback interface could read the workspace as well.
 */
import { hash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { type Acs3Authorization, parseAcs3Authorization, verifyAcs3 } from '../../base/acs3.ts'
import type { Account } from '../../engine/ports.ts'
import type { KeyRing } from '../keyRing.ts'
import { FcError } from './fcErrors.ts'

type SignedRequest = { method: string; url: string; headers: IncomingHttpHeaders; body: Uint8Array }

export class Authenticator {
  readonly #keys: KeyRing
  readonly #trustAnyKey: boolean

  constructor(keys: KeyRing, trustAnyKey: boolean) {
    this.#keys = keys
    this.#trustAnyKey = trustAnyKey
  }

  /** The account at once when the key is cached and fits, else after a second look. Throws FcError. */
  authenticate(request: SignedRequest): Account | Promise<Account> {
    const authorization = authorizationOf(request.headers)
    return this.#account(request, authorization) ?? this.#lookAgain(request, authorization)
  }

  async #lookAgain(request: SignedRequest, authorization: Acs3Authorization): Promise<Account> {
    await this.#keys.refresh()
    const account = this.#account(request, authorization)
    if (account) return account
    if (this.#keys.find(authorization.accessKeyId)) {
      throw new FcError(
        'SignatureNotMatch',
        `the signature does not match: the request was changed on its way, or the secret of access key '${authorization.accessKeyId}' is not the one that this workspace has ("taskyard env" prints it)`,
      )
    }
    const fallback = this.#trustAnyKey ? this.#keys.defaultAccount : undefined
    if (fallback) return fallback
    throw new FcError(
      'InvalidAccessKeyID',
      `access key '${authorization.accessKeyId}' is not known to this workspace. "taskyard env" prints the keys that are; "taskyard serve --access-key ID:SECRET" remembers this one; "taskyard serve --trust-any-key" takes any, for throw-away CI.`,
    )
  }

  /** Null if the key is not in the cache or does not fit. */
  #account(request: SignedRequest, authorization: Acs3Authorization): Account | null {
    const key = this.#keys.find(authorization.accessKeyId)
    if (!key) return null
    const { method, url, headers, body } = request
    const bodySha256 = hash('sha256', body)
    const declared = headers['x-acs-content-sha256']
    if (declared !== undefined && declared !== bodySha256) return null
    return verifyAcs3({ method, url, headers, bodySha256 }, authorization, key.secret) ? key.account : null
  }
}

function authorizationOf(headers: IncomingHttpHeaders): Acs3Authorization {
  const header = headers.authorization
  if (!header) throw new FcError('MissingRequiredHeader', 'required HTTP header Authorization was not specified')
  const authorization = parseAcs3Authorization(header)
  if (!authorization) {
    throw new FcError(
      'SignatureNotMatch',
      'the Authorization header is not "ACS3-HMAC-SHA256 Credential=…,SignedHeaders=…,Signature=…", the only scheme understood here',
    )
  }
  return authorization
}
