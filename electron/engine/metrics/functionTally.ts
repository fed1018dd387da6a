/**
 * What one function did, as the recorder counts it: first what the running transaction says (`staged`), which
 * counts only once it has committed, then the open second.
 */
import { DurationHistogram } from '../../base/durationHistogram.ts'
import {
  COUNT_NAMES,
  type CountName,
  type MetricCounts,
  type MetricGauges,
  type MetricTimes,
  type MetricValues,
  noCounts,
  noGauges,
  noTimes,
} from '../../base/metricMessages.ts'

/** Where each count is in an array of them. */
export const COUNT_AT = Object.fromEntries(COUNT_NAMES.map((name, at) => [name, at])) as Record<CountName, number> // every name

export class FunctionTally {
  readonly functionId: number
  readonly accountId: number
  /** At `COUNT_AT`. Arrays of numbers, because a loop over the names of an object takes ten times as long. */
  readonly staged = new Float64Array(COUNT_NAMES.length)
  readonly stagedWaitsMs: number[] = []
  readonly stagedRunsMs: number[] = []
  stagedMemoryBytes = 0
  /** It is on the list of those that the transaction touches. */
  isStaged = false
  readonly now: MetricGauges = noGauges()
  readonly #counts = new Float64Array(COUNT_NAMES.length)
  readonly #peaks: MetricGauges = noGauges()
  #times: MetricTimes = noTimes()
  readonly #wait = new DurationHistogram()
  readonly #run = new DurationHistogram()

  constructor(functionId: number, accountId: number) {
    this.functionId = functionId
    this.accountId = accountId
  }

  get isQuiet(): boolean {
    const { backlog, executing, inProcess, instances } = this.now
    return backlog + executing + inProcess + instances === 0
  }

  /** The transaction has committed. */
  keepStaged(): void {
    const counts = this.#counts
    for (let at = 0; at < counts.length; at++) counts[at] = (counts[at] ?? 0) + (this.staged[at] ?? 0)
    const times = this.#times
    for (const waitMs of this.stagedWaitsMs) {
      this.#wait.add(waitMs)
      times.waitSumMs += waitMs
      if (waitMs > times.waitMaxMs) times.waitMaxMs = waitMs
    }
    for (const runMs of this.stagedRunsMs) {
      this.#run.add(runMs)
      times.runSumMs += runMs
      if (runMs > times.runMaxMs) times.runMaxMs = runMs
    }
    times.maxMemoryBytes = Math.max(times.maxMemoryBytes, this.stagedMemoryBytes)
    this.dropStaged()
  }

  /** The transaction has committed, or was rolled back. */
  dropStaged(): void {
    this.staged.fill(0)
    this.stagedWaitsMs.length = 0
    this.stagedRunsMs.length = 0
    this.stagedMemoryBytes = 0
  }

  setGauges(gauges: MetricGauges): void {
    setGauges(this.now, gauges)
    raiseGauges(this.#peaks, gauges)
  }

  /** What the second was, and begins the next one. */
  takeSecond(oldestAgeMs: number | null): MetricValues {
    const values = {
      ...namedCounts(this.#counts),
      ...this.#peaks,
      ...this.#times,
      oldestAgeMs,
      wait: this.#wait.sparse(),
      run: this.#run.sparse(),
    }
    this.#counts.fill(0)
    setGauges(this.#peaks, this.now)
    this.#times = noTimes()
    this.#wait.clear()
    this.#run.clear()
    return values
  }
}

function namedCounts(counts: Float64Array): MetricCounts {
  const named = noCounts()
  for (const name of COUNT_NAMES) named[name] = counts[COUNT_AT[name]] ?? 0
  return named
}

export function setGauges(target: MetricGauges, { backlog, executing, inProcess, instances }: MetricGauges): void {
  target.backlog = backlog
  target.executing = executing
  target.inProcess = inProcess
  target.instances = instances
}

export function raiseGauges(target: MetricGauges, { backlog, executing, inProcess, instances }: MetricGauges): void {
  if (backlog > target.backlog) target.backlog = backlog
  if (executing > target.executing) target.executing = executing
  if (inProcess > target.inProcess) target.inProcess = inProcess
  if (instances > target.instances) target.instances = instances
}

/** Adds how `now` differs from `before`. */
export function moveGauges(target: MetricGauges, { before, now }: { before: MetricGauges; now: MetricGauges }): void {
  target.backlog += now.backlog - before.backlog
  target.executing += now.executing - before.executing
  target.inProcess += now.inProcess - before.inProcess
  target.instances += now.instances - before.instances
}
