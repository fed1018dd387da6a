/** Functions with failed attempts, the most first: their latest error, how often, and when last. */
import { formatCount } from '../../../shared/format/count.ts'
import { Sparkline } from '../../charts/index.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { FunctionFigures } from '../../stores/metricsFunctions.ts'
import { failingFunctions, SHOWN_FAILING, useLatestFailures } from '../../stores/overviewFailures.ts'
import { formatRoute, type MetricRange, TASKS_ROUTE } from '../../stores/route.ts'
import { readFailure } from '../../stores/taskFailure.ts'
import { Instant, PlainText } from '../../ui/index.ts'
import css from './FailingList.module.css'
import { NoRows, Section } from './Section.tsx'

type FailingListProps = { functions: readonly FunctionFigures[]; range: MetricRange }

export function FailingList({ functions, range }: FailingListProps) {
  const t = useText()
  const failing = failingFunctions(functions)
  const inRange = t(`metrics.inRange.${range}`)
  return (
    <Section
      title={t('overview.failing.title')}
      {...(failing.length > 0 && {
        summary: t('overview.failing.count', { count: failing.length }),
        link: { href: tasksHref(`status:failed since:${range}`), text: t('overview.failing.all') },
      })}
    >
      {failing.length === 0 ? (
        <NoRows text={t('overview.failing.none', { range: inRange })} />
      ) : (
        <>
          <div className={css.head} aria-hidden="true">
            <span>{t('overview.failing.function')}</span>
            <span>{t(`metrics.range.${range}`)}</span>
            <span className={css.number}>{t('overview.failing.attempts')}</span>
            <span className={css.number}>{t('overview.failing.last')}</span>
          </div>
          {failing.slice(0, SHOWN_FAILING).map((figures) => (
            <FailingRow key={figures.functionName} figures={figures} range={range} />
          ))}
        </>
      )}
    </Section>
  )
}

function FailingRow({ figures, range }: { figures: FunctionFigures; range: MetricRange }) {
  const t = useText()
  const nowMs = useNow()
  const { functionName, failed, failedAttempts, failedParts } = figures
  const task = useLatestFailures((state) => state[functionName]?.task ?? null)
  const failure = task?.errorBody ? readFailure(task.errorBody) : null
  const lastMs = task?.endedAtMs ?? task?.startedAtMs ?? null
  const states = failed > 0 ? 'failed' : 'retrying'
  return (
    <a
      className={css.row}
      href={tasksHref(`fn:${functionName} status:${states} since:${range}`)}
      title={t('overview.failing.open', { name: functionName })}
    >
      <span className={css.main}>
        <span className={css.error}>
          {failure === null ? (
            t('overview.failing.noMessage')
          ) : (
            <PlainText text={[failure.className, failure.message].filter(Boolean).join(': ')} />
          )}
        </span>
        <span className={css.name}>{functionName}</span>
      </span>
      <Sparkline
        values={inPairs(failedParts)}
        kind="bars"
        tone="fail"
        label={t('overview.failing.spark', {
          name: functionName,
          range: t(`metrics.inRange.${range}`),
          count: failedAttempts,
        })}
      />
      <span className={css.count}>{formatCount(failedAttempts)}</span>
      <span className={css.last}>
        {lastMs === null ? '–' : <Instant atMs={lastMs} nowMs={Math.max(nowMs, lastMs)} />}
      </span>
    </a>
  )
}

/** Fewer and wider bars than there are parts. */
const inPairs = (parts: readonly number[]): number[] =>
  Array.from(
    { length: Math.ceil(parts.length / 2) },
    (_, index) => (parts[2 * index] ?? 0) + (parts[2 * index + 1] ?? 0),
  )

const tasksHref = (query: string) => formatRoute({ ...TASKS_ROUTE, query })
