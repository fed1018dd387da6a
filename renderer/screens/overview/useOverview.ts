/** Everything that the overview shows, pulled while it is there, and the finding that follows from it. */
import { useEffect, useMemo } from 'react'
import { useHost } from '../../stores/host.ts'
import { type FunctionFigures, followMetricFunctions, useMetricFunctions } from '../../stores/metricsFunctions.ts'
import {
  followMetricSeries,
  type MetricAnswer,
  type MetricQuestion,
  RANGES,
  selectAnswer,
  useMetricSeries,
} from '../../stores/metricsSeries.ts'
import { followLatestFailures } from '../../stores/overviewFailures.ts'
import { growthPerMinute, type Verdict, verdictOf } from '../../stores/overviewVerdict.ts'
import { useProblems } from '../../stores/problems.ts'
import type { MetricRange } from '../../stores/route.ts'

export type Overview = {
  answer: MetricAnswer // of everything
  functions: readonly FunctionFigures[] | null // null: not read yet
  growthPerMinute: number | null
  verdict: Verdict | null // null: not known yet
}

export const everythingIn = (range: MetricRange): MetricQuestion => ({
  scope: { kind: 'everything' },
  range,
  zoom: null,
})

export function useOverview(range: MetricRange): Overview {
  useEffect(() => followMetricSeries(everythingIn(range)), [range])
  useEffect(() => followMetricFunctions(range), [range])
  useEffect(followLatestFailures, [])
  const answer = useMetricSeries(selectAnswer(everythingIn(range)))
  const figures = useMetricFunctions()
  const totals = useHost((state) => state.totals)
  const executionLimit = useHost(({ info }) => info?.executionLimit ?? null)
  const problems = useProblems()
  const { series } = answer
  const growth = useMemo(
    () =>
      series === null
        ? null
        : growthPerMinute({
            atMs: series.atMs,
            values: series.columns.backlog,
            stepMs: series.stepSeconds * 1_000,
          }),
    [series],
  )
  const verdict = useMemo(() => {
    if (figures.functions === null || figures.range === null || totals === null || executionLimit === null) return null
    return verdictOf({
      nowMs: figures.atMs,
      rangeMs: RANGES[figures.range].lengthMs,
      problems: problems.filter(({ level }) => level === 'error'),
      totals,
      executionLimit,
      functions: figures.functions,
      marks: figures.marks,
      growthPerMinute: growth,
    })
  }, [figures, totals, executionLimit, problems, growth])
  return { answer, functions: figures.functions, growthPerMinute: growth, verdict }
}
