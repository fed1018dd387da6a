/**
 * Metrics in Prometheus' text format 0.0.4. Counters and histograms go on from the beginning of the workspace,
 * over restarts of the host. Pure.
 */
import { SECOND_MS } from '../../shared/units/time.ts'
import { type DurationHistogram, upperBoundMs } from '../base/durationHistogram.ts'
import type { FunctionNow } from './functionSummaries.ts'
import type { MetricSum } from './metricSum.ts'

export const PROMETHEUS_CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export type FunctionTotals = { accountName: string; functionName: string; sum: MetricSum; now: FunctionNow }
type Labels = Record<string, string>
type Sample = { labels: Labels; value: number; suffix?: '_bucket' | '_sum' | '_count' }
type Family = {
  name: string
  type: 'counter' | 'gauge' | 'histogram'
  help: string
  samples(totals: FunctionTotals): Sample[]
}

/** Every second doubling from 0.1 ms on, up to almost two hours: exact, because ours are parts of them. */
const BOUNDS = Array.from({ length: 14 }, (_, index) => index * 16)

const FAMILIES: readonly Family[] = [
  counter('tasks_submitted', 'Tasks that were taken in.', ({ sum }) => sum.counts.submitted),
  counter('tasks_dequeued', 'Tasks that were taken from the queue.', ({ sum }) => sum.counts.dequeued),
  {
    name: 'taskyard_tasks_ended_total',
    type: 'counter',
    help: 'Tasks that ended for good, by the state in which they ended.',
    samples: ({ sum: { counts } }) =>
      (['succeeded', 'failed', 'stopped', 'expired', 'invalid'] as const).map((state) => ({
        labels: { state },
        value: counts[state],
      })),
  },
  counter('attempts_failed', 'Attempts of tasks that failed.', ({ sum }) => sum.counts.failedAttempts),
  counter('attempts_retried', 'Failed attempts that were to run again.', ({ sum }) => sum.counts.retried),
  counter('calls', 'Synchronous calls that ran.', ({ sum }) => sum.counts.calls),
  counter('calls_failed', 'Synchronous calls that failed.', ({ sum }) => sum.counts.failedCalls),
  counter(
    'calls_throttled',
    'Synchronous calls refused by a concurrency limit.',
    ({ sum }) => sum.counts.throttledCalls,
  ),
  counter('cold_starts', 'Instances that started.', ({ sum }) => sum.counts.coldStarts),
  counter('deliveries', 'Results that were delivered to destinations.', ({ sum }) => sum.counts.delivered),
  counter('deliveries_failed', 'Results that could not be delivered.', ({ sum }) => sum.counts.undelivered),
  gauge('backlog_tasks', 'Tasks that wait, for their turn or for their next attempt.', ({ now }) => now.backlog),
  gauge('in_process_tasks', 'Tasks that were dequeued and have not ended.', ({ now }) => now.inProcess),
  gauge('executions', 'Executions now, synchronous calls included.', ({ now }) => now.executing),
  gauge('instances', 'Instances that live.', ({ now }) => now.instances),
  gauge(
    'oldest_ready_task_age_seconds',
    'For how long the task has been ready that waits for the longest time; 0: none does.',
    ({ now }) => (now.oldestAgeMs ?? 0) / SECOND_MS,
  ),
  {
    name: 'taskyard_task_wait_seconds',
    type: 'histogram',
    help: 'From when a task could have run until it did.',
    samples: ({ sum }) => histogram(sum.wait, sum.times.waitSumMs),
  },
  {
    name: 'taskyard_run_seconds',
    type: 'histogram',
    help: "The handler's time of attempts and of synchronous calls.",
    samples: ({ sum }) => histogram(sum.run, sum.times.runSumMs),
  },
]

export function prometheusText(all: readonly FunctionTotals[]): string {
  const lines: string[] = []
  for (const { name, type, help, samples } of FAMILIES) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`)
    for (const totals of all) {
      const owner = { account: totals.accountName, function: totals.functionName }
      for (const { labels, value, suffix = '' } of samples(totals)) {
        lines.push(`${name}${suffix}{${labelText({ ...owner, ...labels })}} ${value}`)
      }
    }
  }
  return `${lines.join('\n')}\n`
}

function counter(what: string, help: string, amountOf: (totals: FunctionTotals) => number): Family {
  const samples = (totals: FunctionTotals) => [{ labels: {}, value: amountOf(totals) }]
  return { name: `taskyard_${what}_total`, type: 'counter', help, samples }
}

function gauge(what: string, help: string, amountOf: (totals: FunctionTotals) => number): Family {
  const samples = (totals: FunctionTotals) => [{ labels: {}, value: amountOf(totals) }]
  return { name: `taskyard_${what}`, type: 'gauge', help, samples }
}

function histogram(durations: DurationHistogram, sumMs: number): Sample[] {
  return [
    ...BOUNDS.map((bucket) => ({
      labels: { le: String(Number((upperBoundMs(bucket) / SECOND_MS).toPrecision(6))) },
      value: durations.countUpTo(bucket),
      suffix: '_bucket' as const,
    })),
    { labels: { le: '+Inf' }, value: durations.count, suffix: '_bucket' },
    { labels: {}, value: sumMs / SECOND_MS, suffix: '_sum' },
    { labels: {}, value: durations.count, suffix: '_count' },
  ]
}

const labelText = (labels: Labels) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value.replace(/[\\"\n]/g, (sign) => ESCAPES[sign] ?? sign)}"`)
    .join(',')
const ESCAPES: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' }
