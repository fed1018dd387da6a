/** How often each reason to leave a task out was met, the most frequent first. */
import type { SkipReason } from '../../../shared/contract/repairs.contract.ts'

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
