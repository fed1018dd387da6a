/** Curves in columns, as the window draws them. */
import type { MetricColumns, MetricName } from '../../shared/contract/metrics.contract.ts'
import type { Bin } from './bins.ts'
import type { MetricSum } from './metricSum.ts'

/** Of a step in which a host was running. */
const VALUES: Record<MetricName, (sum: MetricSum) => number | null> = {
  submitted: ({ counts }) => counts.submitted,
  dequeued: ({ counts }) => counts.dequeued,
  succeeded: ({ counts }) => counts.succeeded,
  failed: ({ counts }) => counts.failed,
  stopped: ({ counts }) => counts.stopped,
  lapsed: ({ counts }) => counts.expired + counts.invalid,
  retried: ({ counts }) => counts.retried,
  coldStarts: ({ counts }) => counts.coldStarts,
  executing: ({ peaks }) => peaks.executing,
  backlog: ({ peaks }) => peaks.backlog,
  oldestAgeMs: ({ oldestAgeMs }) => oldestAgeMs,
  instances: ({ peaks }) => peaks.instances,
  waitP50Ms: (sum) => sum.waitPercentileMs(0.5),
  waitP95Ms: (sum) => sum.waitPercentileMs(0.95),
  waitP99Ms: (sum) => sum.waitPercentileMs(0.99),
  runP50Ms: (sum) => sum.runPercentileMs(0.5),
  runP95Ms: (sum) => sum.runPercentileMs(0.95),
  runP99Ms: (sum) => sum.runPercentileMs(0.99),
}
const NAMES = Object.keys(VALUES) as MetricName[] // the keys of the record

export function columnsOf(bins: Iterable<Bin>): { atMs: number[]; columns: MetricColumns } {
  const atMs: number[] = []
  // every name gets its column
  const columns = Object.fromEntries(NAMES.map((name) => [name, [] as (number | null)[]])) as MetricColumns
  for (const bin of bins) {
    atMs.push(bin.atMs)
    for (const name of NAMES) columns[name].push(bin.isCovered ? VALUES[name](bin.sum) : null)
  }
  return { atMs, columns }
}
