/**
 * What the store counts, second by second, and how it tells the log thread. Here and not in the engine,
 * because electron/metrics may not import that (DESIGN.md section 9).
 */
import type { SparseBuckets } from './durationHistogram.ts'

/** What happened in the time. */
export const COUNT_NAMES = [
  'submitted',
  'dequeued', // each grant; a task that is handed back unstarted and granted again counts twice
  'succeeded',
  'failed',
  'stopped',
  'expired',
  'invalid',
  'retried', // attempts that failed and were to run again
  'failedAttempts', // all that failed, with or without a retry left
  'calls', // synchronous calls that ran; they are no tasks
  'failedCalls',
  'throttledCalls', // refused, because a concurrency limit was reached
  'coldStarts',
  'delivered', // to destinations
  'undelivered', // given up, or never possible
] as const
export type CountName = (typeof COUNT_NAMES)[number]

/** The highest in the time. */
export const GAUGE_NAMES = [
  'backlog', // Enqueued and Retrying
  'executing', // places that are taken, synchronous calls included
  'inProcess', // tasks that were dequeued and have not ended
  'instances',
] as const
export type GaugeName = (typeof GAUGE_NAMES)[number]

export type MetricCounts = Record<CountName, number>
export type MetricGauges = Record<GaugeName, number>
/** `wait`: from ready (due) to started. `run`: the handler's time, of tasks and of synchronous calls. */
export type MetricTimes = {
  waitSumMs: number
  waitMaxMs: number
  runSumMs: number
  runMaxMs: number
  maxMemoryBytes: number // of an instance's process tree; 0: nothing ran
}
export type MetricValues = MetricCounts &
  MetricGauges &
  MetricTimes & {
    oldestAgeMs: number | null // of the task that has been ready for the longest time
    wait: SparseBuckets
    run: SparseBuckets
  }

export type FunctionSecond = {
  functionId: number
  accountId: number
  functionName: string | null // null: it was deleted
  accountName: string | null
  values: MetricValues
  now: MetricGauges // at the end of the second
}
export type MarkOfFunction = {
  atMs: number
  kind: 'code' | 'configuration' | 'crash'
  functionId: number
  text: string
}

/** Functions that are not in it did nothing and have nothing waiting or running. */
export type MetricSecond = {
  atMs: number // where it begins
  functions: FunctionSecond[]
  accounts: ({ accountId: number } & MetricGauges)[]
  everything: MetricGauges
  marks: MarkOfFunction[]
}

/**
 * `number` grows by one with each second of a source, from 1. It is kept until `metricsStored` names it,
 * and sent again when the log thread was replaced.
 */
export type MetricsMessage = { kind: 'metrics'; sourceId: string; number: number; second: MetricSecond }
export type MetricsStored = { kind: 'metricsStored'; number: number }

export const noCounts = (): MetricCounts => ({
  submitted: 0,
  dequeued: 0,
  succeeded: 0,
  failed: 0,
  stopped: 0,
  expired: 0,
  invalid: 0,
  retried: 0,
  failedAttempts: 0,
  calls: 0,
  failedCalls: 0,
  throttledCalls: 0,
  coldStarts: 0,
  delivered: 0,
  undelivered: 0,
})
export const noGauges = (): MetricGauges => ({ backlog: 0, executing: 0, inProcess: 0, instances: 0 })
export const noTimes = (): MetricTimes => ({
  waitSumMs: 0,
  waitMaxMs: 0,
  runSumMs: 0,
  runMaxMs: 0,
  maxMemoryBytes: 0,
})
