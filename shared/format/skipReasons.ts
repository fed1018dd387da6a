/** Why tasks of a selection are left out by a replay or a compensation, as a person reads it. */
import type { SkipReason } from '../contract/repairs.contract.ts'

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
export function formatSkipped(skipped: readonly { reason: SkipReason; count: number }[]): string {
  return skipped.map(({ reason, count }) => `${count} ${WORDS[reason]}`).join(', ')
}
