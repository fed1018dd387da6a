/**
 * Which of our figures each metric of FC's cloud monitor is (FC.md section 2.8). Durations are in
 * milliseconds, memory in MB, as there.
 */
import { AppError } from '../../shared/errors.ts'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { FC_METRIC_NAMES, type FcMetricName } from '../base/fcMetricNames.ts'
import type { MetricSum } from './metricSum.ts'

/** Null: there was nothing to measure, and FC would have no datapoint. */
export const FC_METRICS: Readonly<Record<FcMetricName, (sum: MetricSum) => number | null>> = {
  FunctionEnqueueCount: ({ counts }) => counts.submitted,
  FunctionDequeueCount: ({ counts }) => counts.dequeued,
  FunctionAsyncMessageLatencyAvg: ({ times, wait }) => average(times.waitSumMs, wait.count),
  FunctionAsyncMessageLatencyMax: ({ times, wait }) => (wait.count === 0 ? null : times.waitMaxMs),
  FunctionAsyncEventExpiredDropped: ({ counts }) => counts.expired,
  FunctionDestinationErrors: ({ counts }) => counts.undelivered,
  FunctionDestinationSucceeded: ({ counts }) => counts.delivered,
  FunctionAsyncMessagesBacklogV2: ({ peaks }) => peaks.backlog,
  FunctionAsyncMessagesInProcess: ({ peaks }) => peaks.inProcess,
  FunctionTotalInvocations: ({ run }) => run.count,
  FunctionFunctionErrors: ({ counts }) => counts.failedAttempts + counts.failedCalls,
  FunctionConcurrencyThrottles: ({ counts }) => counts.throttledCalls,
  FunctionAvgDuration: ({ times, run }) => average(times.runSumMs, run.count),
  FunctionP90Duration: (sum) => sum.runPercentileMs(0.9),
  FunctionP99Duration: (sum) => sum.runPercentileMs(0.99),
  FunctionMaxDuration: ({ times, run }) => (run.count === 0 ? null : times.runMaxMs),
  FunctionMaxMemoryUsage: ({ times }) => (times.maxMemoryBytes === 0 ? null : times.maxMemoryBytes / MIB_BYTES),
  FunctionOndemandActiveInstance: ({ peaks }) => peaks.instances,
}

/** Throws invalid_input for those that are not measured here. */
export function measuredNames(names: readonly string[]): FcMetricName[] {
  const isMeasured = (name: string): name is FcMetricName => Object.hasOwn(FC_METRICS, name)
  const unknown = names.filter((name) => !isMeasured(name))
  if (unknown.length === 0) return names.filter(isMeasured)
  throw new AppError(
    'invalid_input',
    `not measured here: ${unknown.join(', ')}. There are ${FC_METRIC_NAMES.join(', ')}`,
  )
}

const average = (sum: number, count: number) => (count === 0 ? null : sum / count)
