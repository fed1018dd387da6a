/** The saved views under Tasks with how many tasks each has, as of the last count. */
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/host.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { formatRoute, TASKS_ROUTE } from '../../stores/route.ts'
import { queryOf, SYSTEM_VIEWS, useViewCounts } from '../../stores/savedViews.ts'
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

function Count({ query }: { query: string }) {
  const counted = useViewCounts((counts) => counts[query])
  if (counted === undefined) return null
  return (
    <span className={css.count}>
      {formatCount(counted.count)}
      {!counted.isExact && '+'}
    </span>
  )
}
