/** The last things that the user should know about this host, oldest first. */
import type { HostNotice } from '../base/hostCalls.ts'

const MAX_NOTICES_COUNT = 200

export class Notices {
  readonly #ring: HostNotice[] = []

  add(notice: HostNotice): void {
    this.#ring.push(notice)
    if (this.#ring.length > MAX_NOTICES_COUNT) this.#ring.shift()
  }

  list(): HostNotice[] {
    return [...this.#ring]
  }
}
