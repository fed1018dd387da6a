/** Which instances live, by their reports: how many each function has, which started cold, which crashed. */
import { instanceStates } from '../../../shared/domain/instanceStates.ts'
import type { InstanceReport } from '../messages.ts'

export type InstanceNews = { functionId: number; isColdStart: boolean; crash: string | null }

export class LivingInstances {
  readonly #living = new Map<string, { functionId: number; hasStarted: boolean }>()
  readonly #counts = new Map<number, number>()

  count(functionId: number): number {
    return this.#counts.get(functionId) ?? 0
  }

  functionIds(): Iterable<number> {
    return this.#counts.keys()
  }

  /** Null: nothing that is counted has changed. */
  take({ instanceId, functionId, state, coldStartMs, detail }: InstanceReport): InstanceNews | null {
    const known = this.#living.get(instanceId)
    if (instanceStates.isFinal(state)) {
      if (known === undefined) return null // told before
      this.#living.delete(instanceId)
      this.#add(functionId, -1)
      return { functionId, isColdStart: false, crash: state === 'crashed' ? (detail ?? 'no reason is known') : null }
    }
    const isColdStart = coldStartMs !== null && known?.hasStarted !== true
    if (known === undefined) this.#add(functionId, 1)
    this.#living.set(instanceId, { functionId, hasStarted: coldStartMs !== null })
    return known === undefined || isColdStart ? { functionId, isColdStart, crash: null } : null
  }

  /** Their scheduler is gone, and they with it. */
  clear(): void {
    this.#living.clear()
    this.#counts.clear()
  }

  #add(functionId: number, delta: number): void {
    this.#counts.set(functionId, this.count(functionId) + delta)
  }
}
