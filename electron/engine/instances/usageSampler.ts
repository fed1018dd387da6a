/**
 * Samples one instance: from the processor time that its process tree has taken so far to percent of one
 * core since the sample before; the first one since its process began.
 */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Clock } from '../../base/clock.ts'
import type { Samples } from '../../base/instanceCalls.ts'
import { TICKS_PER_SECOND, type TreeUsage } from './processTree.ts'
import { SampleRing } from './sampleRing.ts'

/** The system counts in ticks of a hundredth of a second: over less than this a percent says nothing. */
const MIN_SPAN_MS = 100
const RECENT_COUNT = 60

export class UsageSampler {
  readonly #clock: Clock
  readonly #ring: SampleRing
  #lastElapsedMs: number
  #lastTicks = 0

  constructor(clock: Clock, ring = new SampleRing()) {
    this.#clock = clock
    this.#ring = ring
    this.#lastElapsedMs = clock.elapsedMs()
  }

  /** False when there was nothing to sample. */
  sample(readUsage: () => TreeUsage | null): boolean {
    const elapsedMs = this.#clock.elapsedMs()
    if (elapsedMs - this.#lastElapsedMs < MIN_SPAN_MS) return false
    const usage = readUsage()
    if (usage === null) return false
    const ticks = usage.cpuTicks - this.#lastTicks
    const cpuPercent = cpuPercentOf({ ticks, spanMs: elapsedMs - this.#lastElapsedMs })
    this.#lastElapsedMs = elapsedMs
    this.#lastTicks = usage.cpuTicks
    this.#ring.add({ atMs: this.#clock.nowMs(), cpuPercent, memoryBytes: usage.residentBytes })
    return true
  }

  /** Also those that are no longer kept. */
  get sampledCount(): number {
    return this.#ring.addedCount
  }

  /** Up to an hour. */
  get samples(): Samples {
    return this.#ring.last()
  }

  /** Up to a minute. */
  get recent(): Samples {
    return this.#ring.last(RECENT_COUNT)
  }
}

/** Of one core. Never negative: a process that nobody waited for takes its time along when it ends. */
export function cpuPercentOf({ ticks, spanMs }: { ticks: number; spanMs: number }): number {
  if (spanMs <= 0) return 0
  return Math.max(0, (ticks / TICKS_PER_SECOND / (spanMs / SECOND_MS)) * 100)
}
