/** Functions with waiting or running tasks, the oldest first, and how many of their slots are in use. */
import { formatCount } from '../../../shared/format/count.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { useText } from '../../i18n/text.ts'
import type { FunctionFigures } from '../../stores/metricsFunctions.ts'
import { formatRoute, TASKS_ROUTE } from '../../stores/route.ts'
import { classes } from '../../ui/index.ts'
import { NoRows, Section } from './Section.tsx'
import css from './WaitingList.module.css'

const SHOWN = 5
const LATE_MS = 10_000 // a wait that is worth a colour

export function WaitingList({ functions }: { functions: readonly FunctionFigures[] }) {
  const t = useText()
  const waiting = functions
    .filter(({ backlog, executing }) => backlog > 0 || executing > 0)
    .toSorted((one, other) => (other.oldestAgeMs ?? -1) - (one.oldestAgeMs ?? -1))
  return (
    <Section
      title={t('overview.waiting.title')}
      {...(waiting.length > 0 && {
        summary: t('overview.waiting.byFunction'),
        link: { href: tasksHref('status:waiting'), text: t('overview.waiting.all') },
      })}
    >
      {waiting.length === 0 ? (
        <NoRows text={t('overview.waiting.none')} />
      ) : (
        <>
          <div className={css.head} aria-hidden="true">
            <span>{t('overview.waiting.function')}</span>
            <span className={css.number}>{t('overview.waiting.waiting')}</span>
            <span className={css.number}>{t('overview.waiting.oldest')}</span>
            <span>{t('overview.waiting.slots')}</span>
          </div>
          {waiting.slice(0, SHOWN).map((figures) => (
            <WaitingRow key={figures.functionName} figures={figures} />
          ))}
        </>
      )}
    </Section>
  )
}

function WaitingRow({ figures }: { figures: FunctionFigures }) {
  const t = useText()
  const { functionName, backlog, oldestAgeMs, executing, executionLimit } = figures
  const isFull = executing >= executionLimit
  const share = `${Math.min(100, (100 * executing) / Math.max(1, executionLimit))}%`
  return (
    <a
      className={css.row}
      href={tasksHref(`fn:${functionName} status:waiting,running`)}
      title={t('overview.waiting.open', { name: functionName })}
    >
      <span className={css.name}>{functionName}</span>
      <span className={css.count}>{formatCount(backlog)}</span>
      <span className={classes(css.number, (oldestAgeMs ?? 0) >= LATE_MS && css.late)}>
        {oldestAgeMs === null ? '–' : formatDurationMs(oldestAgeMs)}
      </span>
      <span className={css.slots}>
        <span className={css.bar}>
          <span className={classes(css.used, isFull && css.full)} style={{ width: share }} />
        </span>
        <span className={css.quiet}>{`${formatCount(executing)}/${formatCount(executionLimit)}`}</span>
      </span>
    </a>
  )
}

const tasksHref = (query: string) => formatRoute({ ...TASKS_ROUTE, query })
