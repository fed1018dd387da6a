/** What each function did lately, and what changed: a cache of the host, pulled when something was measured. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { metricsContract } from '../../shared/contract/metrics.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { RANGES } from './metricsSeries.ts'
import { paced } from './paced.ts'
import type { MetricRange } from './route.ts'
import { whileVisible } from './visibility.ts'

type Output = OutputOf<(typeof metricsContract)['metrics.functions']>
export type FunctionFigures = Output['functions'][number]
export type MetricMark = Output['marks'][number]

export type MetricFunctions = {
  functions: FunctionFigures[] | null // null: not read yet
  marks: MetricMark[] // the latest first
  range: MetricRange | null // what the figures are of
  atMs: number // when they were read
  error: AppError | null // of the latest read; what was read before stays
}
const NOTHING: MetricFunctions = { functions: null, marks: [], range: null, atMs: 0, error: null }

export const useMetricFunctions = create<MetricFunctions>(() => NOTHING)

export const FIGURE_PARTS = 30
const OLD_AFTER_MS = 5 * SECOND_MS

/** While somebody looks, until the returned function is called. */
export const followMetricFunctions = (range: MetricRange): (() => void) =>
  whileVisible(() => {
    const load = () => loadMetricFunctions(range)
    const stopFollowing = follow('metrics', paced(load))
    const timer = setInterval(() => {
      if (Date.now() - useMetricFunctions.getState().atMs > OLD_AFTER_MS) void load()
    }, SECOND_MS)
    return () => {
      stopFollowing()
      clearInterval(timer)
    }
  })

let asked = 0

export async function loadMetricFunctions(range: MetricRange): Promise<void> {
  asked += 1
  const number = asked
  const keep = (change: Partial<MetricFunctions>) => {
    if (number === asked) useMetricFunctions.setState({ ...change, atMs: Date.now() })
  }
  try {
    const { functions, marks } = await client['metrics.functions']({
      minutes: RANGES[range].lengthMs / MINUTE_MS,
      parts: FIGURE_PARTS,
    })
    keep({ functions, marks, range, error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    keep({ error })
  }
}

/** Another project has other figures. */
export const forgetMetricFunctions = (): void => useMetricFunctions.setState(NOTHING, true)
