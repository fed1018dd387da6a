/** Four numbers, each a link to the tasks that it counts. */
import type { ReactNode } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { selectUnread, useInboxTotals } from '../../stores/inboxTotals.ts'
import { RANGES } from '../../stores/metricsSeries.ts'
import { formatRoute, INBOX_ROUTE, type MetricRange, TASKS_ROUTE } from '../../stores/route.ts'
import { countsByFamily, executingCount, type FamilyCounts } from '../../stores/taskFamilies.ts'
import { classes, Glyph } from '../../ui/index.ts'
import { useChartWords } from '../metrics/useChartWords.ts'
import css from './Counters.module.css'
import { rateText } from './rateText.ts'
import type { Overview } from './useOverview.ts'

const FAMILY_WORDS = { Waiting: 'waiting', Running: 'running', Succeeded: 'succeeded', Failed: 'failed' } as const
const GLYPHS = { Waiting: 'Enqueued', Running: 'Running', Succeeded: 'Succeeded', Failed: 'Failed' } as const

export function Counters({ overview, range }: { overview: Overview; range: MetricRange }) {
  const t = useText()
  const totals = useHost((state) => state.totals)
  const limit = useHost(({ info }) => info?.executionLimit ?? 0)
  const counts: FamilyCounts | null = totals === null ? null : countsByFamily(totals)
  const { succeeded, failed } = endedIn(overview)
  const unreadCount = useInboxTotals(selectUnread)
  const query = (words: string) => formatRoute({ ...TASKS_ROUTE, query: words })
  const inRange = t(`metrics.inRange.${range}`)
  return (
    <section className={css.counters} aria-label={t('overview.counter.label')}>
      <Counter family="Waiting" value={counts?.Waiting ?? null} href={query('status:waiting')}>
        <WaitingText overview={overview} />
      </Counter>
      <Counter family="Running" value={totals === null ? null : executingCount(totals)} href={query('status:running')}>
        {joined([t('overview.counter.ofSlots', { count: limit }), busiestOf(overview, t)], t)}
      </Counter>
      <Counter family="Succeeded" value={succeeded} href={query(`status:succeeded since:${range}`)}>
        {t('overview.counter.perMinute', { range: inRange, rate: rateText(succeededPerMinute(overview)) })}
      </Counter>
      <Counter
        family="Failed"
        value={failed}
        href={unreadCount > 0 ? formatRoute(INBOX_ROUTE) : query(`status:failed since:${range}`)}
      >
        <FailedText overview={overview} range={range} />
        {unreadCount > 0 && `${t('overview.counter.comma')}${t('overview.counter.unread', { count: unreadCount })}`}
      </Counter>
    </section>
  )
}

type CounterProps = { family: keyof typeof GLYPHS; value: number | null; href: string; children: ReactNode }

function Counter({ family, value, href, children }: CounterProps) {
  const t = useText()
  const isBad = family === 'Failed' && value !== null && value > 0
  return (
    <a className={css.counter} href={href}>
      <span className={css.label}>
        <Glyph name={GLYPHS[family]} size={12} />
        {t(`common.family.${FAMILY_WORDS[family]}`)}
      </span>
      <span className={classes(css.value, isBad && css.bad)}>{value === null ? '–' : formatCount(value)}</span>
      <span className={css.detail}>{children}</span>
    </a>
  )
}

function WaitingText({ overview: { functions, growthPerMinute } }: { overview: Overview }) {
  const t = useText()
  const oldestMs = (functions ?? []).reduce((most, { oldestAgeMs }) => Math.max(most, oldestAgeMs ?? 0), 0)
  if (oldestMs === 0) return <>{t('overview.counter.nothingWaits')}</>
  const oldest = t('overview.counter.oldest', { age: formatDurationMs(oldestMs) })
  if (growthPerMinute === null) return <>{oldest}</>
  const rate = rateText(growthPerMinute)
  const isSteady = rate === '0'
  const trend =
    growthPerMinute > 0 ? t('overview.counter.growing', { rate }) : t('overview.counter.shrinking', { rate })
  return <>{joined([oldest, isSteady ? t('overview.counter.steady') : trend], t)}</>
}

const joined = (parts: readonly string[], t: ReturnType<typeof useText>) =>
  parts.filter((part) => part !== '').join(t('overview.counter.comma'))

/** Since when it fails, where the finding says so and most of them are of then. */
function FailedText({ overview: { verdict, functions }, range }: { overview: Overview; range: MetricRange }) {
  const t = useText()
  const inRange = t(`metrics.inRange.${range}`)
  const { time } = useChartWords()
  if (verdict?.kind !== 'failing' || verdict.since === null) return <>{inRange}</>
  const failing = (functions ?? []).find(({ functionName }) => functionName === verdict.functionName)
  if (failing === undefined || failing.failed === 0) return <>{inRange}</>
  return (
    <>
      {t('overview.counter.failedSince', {
        range: t(`metrics.range.${range}`),
        failed: failing.failed,
        time: time(verdict.since.atMs),
      })}
    </>
  )
}

/** Of the curves, so that number and curve agree; before them of the functions. */
function endedIn({ functions }: Overview): { succeeded: number | null; failed: number | null } {
  if (functions === null) return { succeeded: null, failed: null }
  return {
    succeeded: functions.reduce((sum, one) => sum + one.succeeded, 0),
    failed: functions.reduce((sum, one) => sum + one.failed, 0),
  }
}

const RATE_MS = 120_000

/** Over the last two minutes, or the last step where steps are longer. */
function succeededPerMinute({ answer: { series } }: Overview): number {
  if (series === null) return 0
  const stepMs = series.stepSeconds * 1_000
  const whole = series.isLastPartial ? series.columns.succeeded.slice(0, -1) : series.columns.succeeded
  const steps = Math.max(1, Math.round(Math.min(RATE_MS, RANGES['1h'].lengthMs) / stepMs))
  const latest = whole.slice(-steps)
  const sum = latest.reduce<number>((total, value) => total + (value ?? 0), 0)
  return latest.length === 0 ? 0 : (sum * 60_000) / (latest.length * stepMs)
}

/** The function that uses most of what it may. */
function busiestOf({ functions }: Overview, t: ReturnType<typeof useText>): string {
  const busiest = (functions ?? [])
    .filter(({ executing }) => executing > 0)
    .toSorted((one, other) => other.executing / other.executionLimit - one.executing / one.executionLimit)[0]
  if (busiest === undefined) return ''
  return t('overview.counter.busiest', {
    name: busiest.functionName,
    running: busiest.executing,
    limit: busiest.executionLimit,
  })
}
