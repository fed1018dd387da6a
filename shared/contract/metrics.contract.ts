import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import type { Contract } from './contract.ts'

/** What is measured: everything on this machine, what the console's account has, or one function. */
const metricScope = z.union([
  z.strictObject({ kind: z.literal('everything') }),
  z.strictObject({ kind: z.literal('account') }),
  z.strictObject({ kind: z.literal('function'), functionName }),
])
export type MetricScope = z.output<typeof metricScope>

/** One value for each time; null: the host did not run then, or there was nothing to measure. */
const column = z.array(z.number().nullable())

/** Counts are of what happened in the step, gauges are the highest within it; times are in milliseconds. */
const metricColumns = z.object({
  submitted: column,
  dequeued: column,
  succeeded: column,
  failed: column,
  stopped: column, // by the user
  lapsed: column, // Expired or Invalid
  retried: column, // attempts that failed and were to run again
  coldStarts: column,
  executing: column,
  backlog: column, // Enqueued and Retrying
  oldestAgeMs: column, // of the task that has been ready for the longest time
  instances: column,
  waitP50Ms: column, // from ready to started
  waitP95Ms: column,
  waitP99Ms: column,
  runP50Ms: column,
  runP95Ms: column,
  runP99Ms: column,
})
export type MetricColumns = z.output<typeof metricColumns>
export type MetricName = keyof MetricColumns

/** Something that happened and may explain what a curve does. */
const metricMark = z.object({
  atMs: z.int(),
  kind: z.enum(['code', 'configuration', 'crash', 'host']), // host: it started
  functionName: z.string().nullable(),
  text: z.string(), // a short sentence
})
export type MetricMark = z.output<typeof metricMark>

export const metricsContract = {
  'metrics.series': {
    description: 'Curves over a time: each second of the last hour, each minute of the last week, or longer steps.',
    input: z.strictObject({
      scope: metricScope,
      fromMs: z.int(),
      beforeMs: z.int(),
      maxPoints: z.int().min(2).max(4_000).default(600), // the step is the shortest that is kept and gives no more
    }),
    output: z.object({
      stepSeconds: z.int(),
      atMs: z.array(z.int()), // where each step begins
      columns: metricColumns,
      isLastPartial: z.boolean(), // the last step is not over yet
      marks: z.array(metricMark),
    }),
    cli: { none: 'a picture in the window; scripts have metrics.fc and Prometheus' },
  },
  'metrics.functions': {
    description: 'What each function did over the last minutes, for a line about each.',
    input: z.strictObject({
      minutes: z.int().min(1).max(10_080).default(60),
      parts: z.int().min(1).max(120).default(30),
    }),
    output: z.object({
      functions: z.array(
        z.object({
          functionName: z.string(),
          submitted: z.int(),
          succeeded: z.int(),
          failed: z.int(), // tasks
          failedAttempts: z.int(), // retried ones included
          failedParts: z.array(z.int()), // failed attempts over the time, the oldest part first
          endedParts: z.array(z.int()), // tasks that ended
          backlog: z.int(), // now
          oldestAgeMs: z.number().nullable(), // now
          executing: z.int(), // now
          executionLimit: z.int(),
          instances: z.int(), // now
          waitP95Ms: z.number().nullable(),
          runP95Ms: z.number().nullable(),
        }),
      ),
      marks: z.array(metricMark), // the latest first, at most 50
    }),
    cli: { none: 'lines in the window' },
  },
  'metrics.fc': {
    description: "The same figures under FC's names, as its cloud monitor gives them: one value for each period.",
    input: z.strictObject({
      names: z.array(z.string()).min(1).max(50), // such as FunctionEnqueueCount; invalid_input names those that there are
      functionName: functionName.optional(),
      fromMs: z.int(),
      beforeMs: z.int(),
      periodSeconds: z.int().min(1).max(86_400).default(60),
    }),
    output: z.object({
      datapoints: z.array(
        z.object({ name: z.string(), functionName: z.string().nullable(), timestampMs: z.int(), value: z.number() }),
      ),
    }),
    cli: { command: 'metrics' },
  },
} satisfies Contract
