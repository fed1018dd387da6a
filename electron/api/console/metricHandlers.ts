/** The console's methods about metrics. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { MetricScope, metricsContract } from '../../../shared/contract/metrics.contract.ts'
import { DEFAULT_ACCOUNT_CONCURRENCY } from '../../../shared/domain/limits.ts'
import type { FunctionRecord } from '../../engine/ports.ts'
import type { FunctionSummary } from '../../metrics/functionSummaries.ts'
import type { MetricTarget } from '../../metrics/metricReads.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'
import { allFunctions } from './functionHandlers.ts'

export function metricHandlers(deps: ConsoleDeps): Handlers<typeof metricsContract> {
  const { metrics, queries, options } = deps
  return {
    'metrics.series': async ({ scope, ...query }) => metrics.metricSeries({ ...query, target: await targetOf(scope) }),

    'metrics.functions': async (query) => {
      const owner = await accountId(deps)
      const [{ functions: measured, marks }, records] = await Promise.all([
        metrics.metricSummaries({ accountId: owner, ...query }),
        allFunctions(queries, owner),
      ])
      const summaries = new Map(measured.map((summary) => [summary.functionName, summary]))
      const livingNames = new Set(records.map(({ config }) => config.functionName))
      const deleted = measured.filter((one) => !livingNames.has(one.functionName) && hasDoneAnything(one))
      return {
        functions: [
          ...records.map((record) => {
            const summary = summaries.get(record.config.functionName) ?? nothingOf(record, query.parts)
            return lineOf(summary, executionLimit(record, options.machineConcurrency))
          }),
          ...deleted.map((summary) => lineOf(summary, 0)),
        ],
        marks,
      }
    },

    'metrics.fc': async ({ functionName, ...query }) => {
      const scope: MetricScope = functionName === undefined ? { kind: 'account' } : { kind: 'function', functionName }
      const datapoints = await metrics.fcDatapoints({ ...query, target: await targetOf(scope) })
      return { datapoints: datapoints.map((point) => ({ ...point, functionName: functionName ?? null })) }
    },
  }

  /** Throws function_not_found for a name that no function has or had. */
  async function targetOf(scope: MetricScope): Promise<MetricTarget> {
    if (scope.kind === 'everything') return scope
    const owner = await accountId(deps)
    if (scope.kind === 'account') return { kind: 'account', accountId: owner }
    const target = { accountId: owner, functionName: scope.functionName }
    if (!(await metrics.isMeasured(target))) await queries.getFunction(target)
    return { kind: 'function', ...target }
  }
}

/** The least of what the function, its account and the machine allow. */
function executionLimit({ reservedConcurrency, config }: FunctionRecord, machineConcurrency: number): number {
  const own = (reservedConcurrency ?? DEFAULT_ACCOUNT_CONCURRENCY) * config.instanceConcurrency
  return Math.min(own, DEFAULT_ACCOUNT_CONCURRENCY, machineConcurrency)
}

function lineOf({ now, ...summary }: FunctionSummary, limit: number) {
  const { backlog, oldestAgeMs, executing, instances } = now
  return { ...summary, backlog, oldestAgeMs, executing, instances, executionLimit: limit }
}

const hasDoneAnything = ({ submitted, endedParts, now }: FunctionSummary) =>
  submitted + now.backlog + endedParts.reduce((sum, count) => sum + count, 0) > 0

function nothingOf({ config }: FunctionRecord, parts: number): FunctionSummary {
  return {
    functionName: config.functionName,
    submitted: 0,
    succeeded: 0,
    failed: 0,
    failedAttempts: 0,
    failedParts: new Array<number>(parts).fill(0),
    endedParts: new Array<number>(parts).fill(0),
    waitP95Ms: null,
    runP95Ms: null,
    now: { backlog: 0, executing: 0, inProcess: 0, instances: 0, oldestAgeMs: null },
  }
}
