/** Curves of everything, the account or one function: small multiples with one crosshair and one brush. */
import { useEffect, useMemo, useState } from 'react'
import type { MetricScope } from '../../../shared/contract/metrics.contract.ts'
import { createCrosshair } from '../../charts/index.ts'
import { useText } from '../../i18n/text.ts'
import { useOwnRange } from '../../stores/metricsRange.ts'
import {
  followMetricSeries,
  keyOfQuestion,
  loadMetricSeries,
  type MetricAnswer,
  type MetricQuestion,
  type MetricSeries,
  selectAnswer,
  useMetricSeries,
} from '../../stores/metricsSeries.ts'
import type { MetricRange, MetricsRoute } from '../../stores/route.ts'
import { ErrorState, PaneHeader, SlowState } from '../../ui/index.ts'
import { BrushBar } from './BrushBar.tsx'
import { ChartPane } from './ChartPane.tsx'
import { CHARTS, chartData, type SeriesWord } from './curves.ts'
import css from './MetricsScreen.module.css'
import { select, showRange, useMetricsRoute } from './metricsRoute.ts'
import { NoCurves } from './NoCurves.tsx'
import { RangeChoice } from './RangeChoice.tsx'
import { ScopeMenu } from './ScopeMenu.tsx'
import { StaleLine } from './StaleLine.tsx'
import { useChartWords } from './useChartWords.ts'
import { useHasRun } from './useHasRun.ts'

export function MetricsScreen() {
  const t = useText()
  const route = useMetricsRoute()
  const question = questionOf(route, useOwnRange())
  const key = keyOfQuestion(question)
  const answer = useMetricSeries(selectAnswer(question))
  const hasRun = useHasRun()
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all of the question
  useEffect(() => followMetricSeries(question), [key])
  return (
    <div className={css.screen}>
      <PaneHeader title={t('metrics.title')}>
        <BrushBar selection={route.selection ?? null} zoom={question.zoom} />
        <ScopeMenu functionName={route.functionName} isAccount={route.isAccount ?? false} />
        <RangeChoice range={question.range} onChange={showRange} />
      </PaneHeader>
      <StaleLine answer={answer} />
      {hasRun ? <Charts answer={answer} question={question} route={route} /> : <NoCurves />}
    </div>
  )
}

/** Of another question: what was shown last stays until there is an answer. */
function useHeld({ series, error }: MetricAnswer): MetricSeries | null {
  const [held, setHeld] = useState(series)
  if (series !== null && series !== held) setHeld(series)
  return series ?? (error === null ? held : null)
}

type ChartsProps = { answer: MetricAnswer; question: MetricQuestion; route: MetricsRoute }

function Charts({ answer, question, route }: ChartsProps) {
  const { error } = answer
  const series = useHeld(answer)
  const t = useText()
  const words = useChartWords()
  const [crosshair] = useState(createCrosshair)
  const charts = useMemo(() => {
    if (series === null) return []
    const marks = words.marks(series.marks)
    const label = (word: SeriesWord) => t(`metrics.series.${word}`)
    return CHARTS.map((plan) => ({ plan, data: chartData(series, plan.curves, { label, marks }) }))
  }, [series, words, t])
  if (series === null) {
    if (error === null) return <SlowState text={t('metrics.reading')} />
    return <ErrorState what={t('metrics.readFailed')} error={error} onRetry={() => void loadMetricSeries(question)} />
  }
  const step = words.step(series.stepSeconds)
  return (
    <div className={css.charts}>
      {charts.map(({ plan: { id, scale }, data }) => (
        <div key={id} className={css.cell}>
          <ChartPane
            title={t(`metrics.chart.${id}`)}
            unit={t(`metrics.chart.${id}Unit`, { step })}
            scale={scale}
            gutter="wide"
            data={data}
            crosshair={crosshair}
            selection={route.selection ?? null}
            onSelect={select}
            isLive={question.zoom === null}
          />
        </div>
      ))}
    </div>
  )
}

function questionOf({ functionName, range, isAccount, zoom }: MetricsRoute, own: MetricRange): MetricQuestion {
  const wide: MetricScope = isAccount ? { kind: 'account' } : { kind: 'everything' }
  const scope: MetricScope = functionName === null ? wide : { kind: 'function', functionName }
  return { scope, range: range ?? own, zoom: zoom ?? null }
}
