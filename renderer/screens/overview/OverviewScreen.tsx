/** Is it healthy, and what changed: one sentence, and under it the evidence, each part a way to where one can act. */
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import type { FunctionFigures } from '../../stores/metricsFunctions.ts'
import { useOwnRange } from '../../stores/metricsRange.ts'
import { loadMetricSeries } from '../../stores/metricsSeries.ts'
import { type MetricRange, navigate, useRoute } from '../../stores/route.ts'
import { ErrorState, PaneHeader } from '../../ui/index.ts'
import { RangeChoice } from '../metrics/RangeChoice.tsx'
import { StaleLine } from '../metrics/StaleLine.tsx'
import { ChangesList } from './ChangesList.tsx'
import { Counters } from './Counters.tsx'
import { FailingList } from './FailingList.tsx'
import { OverviewCharts } from './OverviewCharts.tsx'
import css from './OverviewScreen.module.css'
import { everythingIn, useOverview } from './useOverview.ts'
import { VerdictBar } from './VerdictBar.tsx'
import { WaitingList } from './WaitingList.tsx'

const NONE: readonly FunctionFigures[] = []

export function OverviewScreen() {
  const t = useText()
  const own = useOwnRange()
  const range = useRoute((route) => (route.screen === 'overview' ? route.range : undefined)) ?? own
  const account = useHost(({ info }) => info?.account.name ?? '')
  const overview = useOverview(range)
  const { answer, verdict } = overview
  const functions = overview.functions ?? NONE
  return (
    <div className={css.screen}>
      <div className={css.top}>
        <PaneHeader
          title={t('overview.title')}
          summary={overview.functions === null ? '' : t('overview.summary', { account, count: functions.length })}
        >
          <RangeChoice range={range} onChange={showRange} />
        </PaneHeader>
      </div>
      <StaleLine answer={answer} />
      <div className={css.body}>
        <VerdictBar verdict={verdict} functions={functions} range={range} />
        <Counters overview={overview} range={range} />
        {answer.series !== null && <OverviewCharts series={answer.series} functions={functions} range={range} />}
        {answer.series === null && answer.error !== null && (
          <ErrorState
            what={t('metrics.readFailed')}
            error={answer.error}
            onRetry={() => void loadMetricSeries(everythingIn(range))}
          />
        )}
        <div className={css.lists}>
          <FailingList functions={functions} range={range} />
          <div className={css.side}>
            <WaitingList functions={functions} />
            <ChangesList />
          </div>
        </div>
      </div>
    </div>
  )
}

const showRange = (range: MetricRange): void => navigate({ screen: 'overview', range }, { replace: true })
