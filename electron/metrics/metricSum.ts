/** Adds up what was measured: counts and sums are added, gauges and maxima the highest, histograms merged. */
import { DurationHistogram, encodeBuckets } from '../base/durationHistogram.ts'
import {
  type MetricCounts,
  type MetricGauges,
  type MetricTimes,
  type MetricValues,
  noCounts,
  noGauges,
  noTimes,
} from '../base/metricMessages.ts'
import type { MetricRow } from '../storage/metrics.sql.ts'

type Numbers = MetricCounts & MetricGauges & MetricTimes & { oldestAgeMs: number | null }

export class MetricSum {
  readonly counts: MetricCounts = noCounts()
  readonly peaks: MetricGauges = noGauges()
  times: MetricTimes = noTimes()
  oldestAgeMs: number | null = null
  readonly wait = new DurationHistogram()
  readonly run = new DurationHistogram()

  addRow(row: Omit<MetricRow, 'atS'>): void {
    this.#addNumbers(row)
    this.wait.addEncoded(row.wait)
    this.run.addEncoded(row.run)
  }

  addValues(values: MetricValues): void {
    this.#addNumbers(values)
    this.wait.addSparse(values.wait)
    this.run.addSparse(values.run)
  }

  clear(): void {
    Object.assign(this.counts, noCounts())
    Object.assign(this.peaks, noGauges())
    this.times = noTimes()
    this.oldestAgeMs = null
    this.wait.clear()
    this.run.clear()
  }

  values(): MetricValues {
    return { ...this.#numbers(), wait: this.wait.sparse(), run: this.run.sparse() }
  }

  row(): Omit<MetricRow, 'atS'> {
    return { ...this.#numbers(), wait: encodeBuckets(this.wait.sparse()), run: encodeBuckets(this.run.sparse()) }
  }

  /** Never above the longest there was. */
  waitPercentileMs(ratio: number): number | null {
    return atMost(this.wait.percentileMs(ratio), this.times.waitMaxMs)
  }

  runPercentileMs(ratio: number): number | null {
    return atMost(this.run.percentileMs(ratio), this.times.runMaxMs)
  }

  #numbers(): Numbers {
    return { ...this.counts, ...this.peaks, ...this.times, oldestAgeMs: this.oldestAgeMs }
  }

  #addNumbers(numbers: Numbers): void {
    // each by its name: a loop over the names takes three times as long, for thousands of rows
    const { counts, peaks, times } = this
    counts.submitted += numbers.submitted
    counts.dequeued += numbers.dequeued
    counts.succeeded += numbers.succeeded
    counts.failed += numbers.failed
    counts.stopped += numbers.stopped
    counts.expired += numbers.expired
    counts.invalid += numbers.invalid
    counts.retried += numbers.retried
    counts.failedAttempts += numbers.failedAttempts
    counts.calls += numbers.calls
    counts.failedCalls += numbers.failedCalls
    counts.throttledCalls += numbers.throttledCalls
    counts.coldStarts += numbers.coldStarts
    counts.delivered += numbers.delivered
    counts.undelivered += numbers.undelivered
    peaks.backlog = Math.max(peaks.backlog, numbers.backlog)
    peaks.executing = Math.max(peaks.executing, numbers.executing)
    peaks.inProcess = Math.max(peaks.inProcess, numbers.inProcess)
    peaks.instances = Math.max(peaks.instances, numbers.instances)
    times.waitSumMs += numbers.waitSumMs
    times.waitMaxMs = Math.max(times.waitMaxMs, numbers.waitMaxMs)
    times.runSumMs += numbers.runSumMs
    times.runMaxMs = Math.max(times.runMaxMs, numbers.runMaxMs)
    times.maxMemoryBytes = Math.max(times.maxMemoryBytes, numbers.maxMemoryBytes)
    if (numbers.oldestAgeMs !== null) this.oldestAgeMs = Math.max(this.oldestAgeMs ?? 0, numbers.oldestAgeMs)
  }
}

const atMost = (ms: number | null, maxMs: number) => (ms === null ? null : Math.min(ms, maxMs))
