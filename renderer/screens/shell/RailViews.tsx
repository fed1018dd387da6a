/** The saved views under Tasks with how many tasks each has, as of the last count. */
import { useMemo } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { readFilter } from '../../../shared/query/toFilter.ts'
import { useText } from '../../i18n/text.ts'
import { useHost, useNow } from '../../stores/host.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { formatRoute, TASKS_ROUTE } from '../../stores/route.ts'
import { queryOf, SYSTEM_VIEWS, useViewCounts, type ViewCount } from '../../stores/savedViews.ts'
import { canCountByCounters, countByCounters } from '../../stores/taskListCount.ts'
import { classes } from '../../ui/index.ts'
import css from './RailViews.module.css'

/** `shownQuery`: the filter that is on the screen, null on another screen. */
export function RailViews({ shownQuery }: { shownQuery: string | null }) {
  const t = useText()
  const nowMs = useNow()
  const own = usePreferences(({ savedViews }) => savedViews)
  const views = [
    ...SYSTEM_VIEWS.map((view) => ({ key: view, name: t(`shell.rail.${view}`), query: queryOf(view, nowMs) })),
    ...own.map(({ name, query }) => ({ key: `own ${name}`, name, query })),
  ]
  return (
    <ul className={css.views} aria-label={t('shell.rail.views')}>
      {views.map(({ key, name, query }) => (
        <li key={key}>
          <a
            className={classes(css.view, query === shownQuery && css.on)}
            href={formatRoute({ ...TASKS_ROUTE, query })}
            title={`${name}: ${query}`}
            aria-current={query === shownQuery ? 'true' : undefined}
          >
            <span className={css.name}>{name}</span>
            <Count query={query} />
          </a>
        </li>
      ))}
    </ul>
  )
}

const NOT_COUNTED: ViewCount = { count: 0, isExact: true }

function Count({ query }: { query: string }) {
  const counted = useViewCounts((counts) => counts[query])
  const filter = useMemo(() => readFilter(query, 0).filter, [query])
  // where the engine's counters know it, it agrees with the pills of the list at every moment
  const known = useHost(({ totals }) =>
    totals !== null && filter !== null && canCountByCounters(filter) ? countByCounters(filter, totals) : null,
  )
  const { count, isExact } = known === null ? (counted ?? NOT_COUNTED) : { count: known, isExact: true }
  if (count === 0) return null // a number says what there is, not what there is not
  return (
    <span className={css.count}>
      {formatCount(count)}
      {!isExact && '+'}
    </span>
  )
}
