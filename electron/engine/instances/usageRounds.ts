/**
 * Samples every living instance once a second, within the scheduler's ticks, and hands the samples over to
 * be kept: each minute, because a host may be killed, and when the instance has ended.
 */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { Samples } from '../../base/instanceCalls.ts'
import type { Instance } from './instance.ts'

const KEEP_EVERY_COUNT = 60

/** What is asked of an instance here. */
type Sampled = Pick<Instance, 'id' | 'usage' | 'sampleUsage'>
export type UsageRoundsDeps = {
  clock: Clock
  instances(): Iterable<Sampled>
  /** Of one instance, all that it has. */
  keep(instanceId: string, samples: Samples): void
  /** After a round that had something to sample. */
  sampled(): void
}

export class UsageRounds {
  readonly #deps: UsageRoundsDeps
  #nextMs = Number.NEGATIVE_INFINITY

  constructor(deps: UsageRoundsDeps) {
    this.#deps = deps
  }

  tick(): void {
    const nowMs = this.#deps.clock.elapsedMs()
    if (nowMs < this.#nextMs) return
    this.#nextMs = Math.max(this.#nextMs + SECOND_MS, nowMs + SECOND_MS / 2) // late once is not late for ever
    let sampledCount = 0
    for (const instance of this.#deps.instances()) {
      if (!instance.sampleUsage()) continue
      sampledCount++
      if (instance.usage.sampledCount % KEEP_EVERY_COUNT === 0) this.#deps.keep(instance.id, instance.usage.samples)
    }
    if (sampledCount > 0) this.#deps.sampled()
  }

  ended({ id, usage }: Sampled): void {
    if (usage.sampledCount > 0) this.#deps.keep(id, usage.samples)
  }
}
