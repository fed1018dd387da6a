/**
 * What opens a terminal's facts to the helper `task` that runs in it: a secret for each session, which dies with
 * the session. Whatever runs in an instance can read the environment, so the console's own token must never be
 * there; this one opens nothing but what the instance's own function was given and wrote.
 */
import { hash, randomBytes } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { LoginTarget } from '../../base/instanceCalls.ts'
import type { SessionGrants } from '../../terminal/session.ts'

const SECRET_BYTES = 32

type Opened = { sessionId: string; target: LoginTarget }

export class HelperSecrets implements SessionGrants {
  readonly #baseUrl: () => string | null
  /** By digest, so that the time of a search tells nothing of a secret. */
  readonly #opened = new Map<string, Opened>()

  /** `baseUrl`: of the console, null until it listens. */
  constructor(baseUrl: () => string | null) {
    this.#baseUrl = baseUrl
  }

  /** What taskHelper.cjs and the script beside it read. */
  grant(session: Opened): Record<string, string> {
    const baseUrl = this.#baseUrl()
    const environment = { TASKYARD_NODE: session.target.interpreterPath }
    if (baseUrl === null) return environment
    const secret = randomBytes(SECRET_BYTES).toString('base64url')
    this.#opened.set(digest(secret), session)
    return { ...environment, TASKYARD_TERMINAL_URL: `${baseUrl}/terminal/${secret}` }
  }

  revoke(sessionId: string): void {
    for (const [key, opened] of this.#opened) if (opened.sessionId === sessionId) this.#opened.delete(key)
  }

  /** The instance as it was at the login. Throws terminal_not_found. */
  targetOf(secret: string): LoginTarget {
    const opened = this.#opened.get(digest(secret))
    if (opened !== undefined) return opened.target
    throw new AppError('terminal_not_found', 'this terminal has ended: log in again')
  }
}

const digest = (secret: string) => hash('sha256', secret)
