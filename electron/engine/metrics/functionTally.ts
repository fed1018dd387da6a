/**
 * What one function did, as the recorder counts it: first what the running transaction says (`staged`), which
 * counts only once it has committed, then the open second.
 */
import { DurationHistogram } from '../../base/durationHistogram.ts'
import {
  COUNT_NAMES,
  GAUGE_NAMES,
  type MetricCounts,
  type MetricGauges,
  type MetricTimes,
  type MetricValues,
  noCounts,
  noGauges,
  noTimes,
} from '../../base/metricMessages.ts'

export class FunctionTally {
  readonly functionId: number
  readonly accountId: number
  readonly staged: MetricCounts = noCounts()
  readonly stagedWaitsMs: number[] = []
  readonly stagedRunsMs: number[] = []
  stagedMemoryBytes = 0
  /** It is on the list of those that the transaction touches. */
  isStaged = false
  readonly now: MetricGauges = noGauges()
  readonly #counts: MetricCounts = noCounts()
  readonly #peaks: MetricGauges = noGauges()
  #times: MetricTimes = noTimes()
  readonly #wait = new DurationHistogram()
  readonly #run = new DurationHistogram()

  constructor(functionId: number, accountId: number) {
    this.functionId = functionId
    this.accountId = accountId
  }

  get isQuiet(): boolean {
    return GAUGE_NAMES.every((name) => this.now[name] === 0)
  }

  /** The transaction has committed. */
  keepStaged(): void {
    for (const name of COUNT_NAMES) this.#counts[name] += this.staged[name]
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
    for (const name of COUNT_NAMES) this.staged[name] = 0
    this.stagedWaitsMs.length = 0
    this.stagedRunsMs.length = 0
    this.stagedMemoryBytes = 0
  }

  setGauges(gauges: MetricGauges): void {
    for (const name of GAUGE_NAMES) {
      this.now[name] = gauges[name]
      if (gauges[name] > this.#peaks[name]) this.#peaks[name] = gauges[name]
    }
  }

  /** What the second was, and begins the next one. */
  takeSecond(oldestAgeMs: number | null): MetricValues {
    const values = {
      ...this.#counts,
      ...this.#peaks,
      ...this.#times,
      oldestAgeMs,
      wait: this.#wait.sparse(),
      run: this.#run.sparse(),
    }
    for (const name of COUNT_NAMES) this.#counts[name] = 0
    for (const name of GAUGE_NAMES) this.#peaks[name] = this.now[name]
    this.#times = noTimes()
    this.#wait.clear()
    this.#run.clear()
    return values
  }
}
