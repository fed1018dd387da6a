/** Why tasks of a selection are left out, as a person reads it. */
import type { SkipReason } from '../../../shared/contract/repairs.contract.ts'

const WORDS: Record<SkipReason, string> = {
  already_repairing: 'being repaired already',
  already_repaired: 'repaired already',
  resolved: 'resolved',
  not_ended: 'not ended yet',
  not_dead: 'no dead letter',
  gone: 'no longer kept, or of a function that was deleted',
  no_compensation: 'without a compensation function',
}

/** "2 repaired already, 1 not ended yet" */
export function skipText(skipped: readonly { reason: SkipReason; count: number }[]): string {
  return skipped.map(({ reason, count }) => `${count} ${WORDS[reason]}`).join(', ')
}

/** How often each reason was met, the most frequent first. */
export class SkipCounts {
  readonly #counts = new Map<SkipReason, number>()
  add(reason: SkipReason): void {
    this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1)
  }
  list(): { reason: SkipReason; count: number }[] {
    const list = [...this.#counts].map(([reason, count]) => ({ reason, count }))
    return list.sort((a, b) => b.count - a.count)
  }
}
