/** A thread that dies this often within a minute will not get better by another restart. */

import { MINUTE_MS } from '../../shared/units/time.ts'
import type { ThreadName } from '../base/threadLink.ts'

export const DEATHS_IN_A_MINUTE = 5

export class RestartBudget {
  readonly #diedAtMs = new Map<ThreadName, number[]>()

  /** Counts a death at `elapsedMs`. False: that was one too many. */
  allows(name: ThreadName, elapsedMs: number): boolean {
    const recent = (this.#diedAtMs.get(name) ?? []).filter((diedMs) => elapsedMs - diedMs < MINUTE_MS)
    recent.push(elapsedMs)
    this.#diedAtMs.set(name, recent)
    return recent.length < DEATHS_IN_A_MINUTE
  }
}
