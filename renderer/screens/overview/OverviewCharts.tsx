/** What waits, by function where several wait, and what ended: the evidence beside the finding. */
import { memo, useEffect, useMemo, useState } from 'react'
import { type ChartData, type ChartSeries, createCrosshair, type TimeSpan, withOther } from '../../charts/index.ts'
import { useText } from '../../i18n/text.ts'
import type { FunctionFigures } from '../../stores/metricsFunctions.ts'
import { followMetricSeries, type MetricQuestion, type MetricSeries, useAllSeries } from '../../stores/metricsSeries.ts'
import { type MetricRange, navigate } from '../../stores/route.ts'
import { ChartPane } from '../metrics/ChartPane.tsx'
import { chartData } from '../metrics/curves.ts'
import { useChartWords } from '../metrics/useChartWords.ts'
import css from './OverviewCharts.module.css'

type OverviewChartsProps = { series: MetricSeries; functions: readonly FunctionFigures[]; range: MetricRange }

const SHOWN_FUNCTIONS = 2 // beside all of them: what a legend has room for
const TONES = ['cat-2', 'cat-3'] as const

/** Drawn again for new curves only, not for every counter. */
export const OverviewCharts = memo(function OverviewCharts({ series, functions, range }: OverviewChartsProps) {
  const t = useText()
  const words = useChartWords()
  const [crosshair] = useState(createCrosshair)
  const byFunction = useBacklogs({ functions, range, atMs: series.atMs })
  const marks = useMemo(() => words.marks(series.marks), [words, series.marks])
  const backlog = useMemo((): ChartData => {
    const label = () => t('overview.chart.all')
    const all = chartData(series, [{ column: 'backlog', word: 'backlog', tone: 'cat-1', isFilled: true }], {
      label,
      marks,
    })
    const waiting = functions.reduce((sum, one) => sum + one.backlog, 0)
    const everything = all.series.map((one) => ({ ...one, nowValue: waiting }))
    return { ...all, series: withOther([...everything, ...byFunction], { label: t('metrics.other') }) }
  }, [series, functions, marks, byFunction, t])
  const throughput = useMemo(
    () =>
      chartData(
        series,
        [
          { column: 'succeeded', word: 'succeeded', tone: 'ok-solid', isCount: true, isFilled: true },
          { column: 'failed', word: 'failed', tone: 'fail-solid', isCount: true, isFilled: true },
        ],
        { label: (word) => t(`metrics.series.${word}`), marks },
      ),
    [series, marks, t],
  )
  const shared = { scale: 'count' as const, crosshair, selection: null, isLive: true }
  const onSelect = (selection: TimeSpan | null) => {
    if (selection === null) return
    navigate({ screen: 'metrics', functionName: null, range, selection })
  }
  return (
    <div className={css.charts}>
      <ChartPane
        {...shared}
        title={t('overview.chart.backlog')}
        unit={t('overview.chart.backlogUnit')}
        data={backlog}
        onSelect={onSelect}
      />
      <ChartPane
        {...shared}
        title={t('overview.chart.throughput')}
        unit={t('overview.chart.throughputUnit', { step: words.step(series.stepSeconds) })}
        data={throughput}
        onSelect={onSelect}
      />
    </div>
  )
})

type Backlogs = { functions: readonly FunctionFigures[]; range: MetricRange; atMs: readonly number[] }

/** Curves of the functions with the most waiting tasks; none when only one waits, which is all of them. */
function useBacklogs({ functions, range, atMs }: Backlogs): ChartSeries[] {
  const waiting = functions.filter(({ backlog }) => backlog > 0)
  const key =
    waiting.length < 2
      ? ''
      : waiting
          .toSorted((one, other) => other.backlog - one.backlog)
          .slice(0, SHOWN_FUNCTIONS)
          .map(({ functionName }) => functionName)
          .join(' ')
  const shown = useMemo(() => key.split(' ').filter((name) => name !== ''), [key])
  useEffect(() => {
    const stops = shown.map((name) => followMetricSeries(backlogOf(name, range)))
    return () => {
      for (const stop of stops) stop()
    }
  }, [shown, range])
  const answers = useAllSeries(shown.map((name) => backlogOf(name, range)))
  return useMemo(
    () =>
      answers.flatMap((answer, index): ChartSeries[] => {
        const name = shown[index]
        const tone = TONES[index]
        if (answer === null || name === undefined || tone === undefined) return []
        const nowValue = functions.find(({ functionName }) => functionName === name)?.backlog ?? null
        return [{ id: `function ${name}`, label: name, tone, values: valuesAt(atMs, answer), nowValue }]
      }),
    [answers, atMs, shown, functions],
  )
}

const backlogOf = (functionName: string, range: MetricRange): MetricQuestion => ({
  scope: { kind: 'function', functionName },
  range,
  zoom: null,
})

/** Two questions may be answered for times that differ by a step. */
function valuesAt(atMs: readonly number[], answer: MetricSeries): (number | null)[] {
  const byTime = new Map(answer.atMs.map((time, index) => [time, answer.columns.backlog[index] ?? null]))
  return atMs.map((time) => byTime.get(time) ?? null)
}
