/**
 * Curves of the host, kept by what was asked for, so that going back shows the last known at once. They are pulled
 * when something was measured, and when time moved on by a step without anything: that is a fact, too.
 * Times are in epoch milliseconds.
 */
import { create } from 'zustand'
import { useShallow } from 'zustand/react/shallow'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { MetricScope, metricsContract } from '../../shared/contract/metrics.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import type { MetricRange, TimeSpan } from './route.ts'
import { whileVisible } from './visibility.ts'

export type MetricSeries = OutputOf<(typeof metricsContract)['metrics.series']>
export type MetricQuestion = { scope: MetricScope; range: MetricRange; zoom: TimeSpan | null }
export type MetricAnswer = {
  series: MetricSeries | null // null: not read yet
  error: AppError | null // of the latest read; what was read before stays
}
const NOTHING: MetricAnswer = { series: null, error: null }

export const useMetricSeries = create<Record<string, MetricAnswer>>(() => ({}))

export const keyOfQuestion = ({ scope, range, zoom }: MetricQuestion): string =>
  [
    scope.kind === 'function' ? `function ${scope.functionName}` : scope.kind,
    zoom === null ? range : `${zoom.fromMs}-${zoom.beforeMs}`,
  ].join(' ')

export const selectAnswer = (question: MetricQuestion) => (state: Record<string, MetricAnswer>) =>
  state[keyOfQuestion(question)] ?? NOTHING

/** The answers to several questions, in their order; the same array while they are the same. */
export const useAllSeries = (questions: readonly MetricQuestion[]): (MetricSeries | null)[] =>
  useMetricSeries(useShallow((state) => questions.map((question) => selectAnswer(question)(state).series)))

/** How long a range is, and the step in which it is shown: as fine as the eye can use. */
export const RANGES: Record<MetricRange, { lengthMs: number; stepMs: number }> = {
  '15m': { lengthMs: 15 * MINUTE_MS, stepMs: 10 * SECOND_MS },
  '1h': { lengthMs: HOUR_MS, stepMs: MINUTE_MS },
  '24h': { lengthMs: DAY_MS, stepMs: 10 * MINUTE_MS },
  '7d': { lengthMs: 7 * DAY_MS, stepMs: HOUR_MS },
}
export const DEFAULT_RANGE: MetricRange = '1h'
const ZOOM_POINTS = 180

/** The time to ask for, and into how many steps it may be cut. The end is now, so the last step is not over yet. */
export function timeOf({ range, zoom }: Pick<MetricQuestion, 'range' | 'zoom'>, nowMs: number) {
  if (zoom !== null) return { ...zoom, maxPoints: ZOOM_POINTS }
  const { lengthMs, stepMs } = RANGES[range]
  const beforeMs = Math.ceil(nowMs / SECOND_MS) * SECOND_MS
  // aligned, and one step less, so that cut steps at both ends still are no more points than asked for
  const fromMs = Math.ceil((beforeMs - lengthMs) / stepMs) * stepMs
  return { fromMs, beforeMs, maxPoints: lengthMs / stepMs }
}

/** While somebody looks, until the returned function is called. */
export const followMetricSeries = (question: MetricQuestion): (() => void) =>
  whileVisible(() => {
    const stopFollowing = follow(
      'metrics',
      paced(() => loadMetricSeries(question)),
    )
    const timer = setInterval(() => void loadWhenOld(question), SECOND_MS)
    return () => {
      stopFollowing()
      clearInterval(timer)
    }
  })

const TIMER_SLACK_MS = 200 // a timer may be early as seen from the answer before
const loadedAtMs = new Map<string, number>()
const loading = new Set<string>()

/** Nothing was measured since, but the time of the chart moves on. */
async function loadWhenOld(question: MetricQuestion): Promise<void> {
  const key = keyOfQuestion(question)
  const { series, error } = selectAnswer(question)(useMetricSeries.getState())
  const ageMs = performance.now() - (loadedAtMs.get(key) ?? 0)
  if (question.zoom !== null && error === null) return
  if (ageMs < Math.max(1, series?.stepSeconds ?? 1) * SECOND_MS - TIMER_SLACK_MS) return
  await loadMetricSeries(question)
}

export async function loadMetricSeries(question: MetricQuestion): Promise<void> {
  const key = keyOfQuestion(question)
  if (loading.has(key) || isOver(question)) return
  loading.add(key)
  loadedAtMs.set(key, performance.now())
  try {
    const series = await client['metrics.series']({ scope: question.scope, ...timeOf(question, Date.now()) })
    useMetricSeries.setState({ [key]: { series, error: null } })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    useMetricSeries.setState((state) => ({ [key]: { series: state[key]?.series ?? null, error } }))
  } finally {
    loading.delete(key)
  }
}

/** A zoom into what was: it does not change any more once it was read. */
function isOver({ scope, range, zoom }: MetricQuestion): boolean {
  if (zoom === null) return false
  const { series, error } = selectAnswer({ scope, range, zoom })(useMetricSeries.getState())
  return series !== null && error === null && !series.isLastPartial && zoom.beforeMs < Date.now() - MINUTE_MS
}

/** Another project has other figures. */
export const forgetMetricSeries = (): void => useMetricSeries.setState({}, true)
