/** What all functions write, merged: found, filtered, followed, and joined to its tasks and instances. */
import { useEffect, useMemo } from 'react'
import { useText } from '../../i18n/text.ts'
import type { StreamFilter } from '../../stores/logFilter.ts'
import { openLogSearch } from '../../stores/logSearch.ts'
import { openLogStream } from '../../stores/logStream.ts'
import { useLogViewing } from '../../stores/logViewing.ts'
import { followLogVolume } from '../../stores/logVolume.ts'
import { LOGS_ROUTE, type LogsRoute, useRoute } from '../../stores/route.ts'
import { LogBar } from './LogBar.tsx'
import css from './LogsScreen.module.css'
import { LogVolume } from './LogVolume.tsx'
import { SourcePills } from './SourcePills.tsx'
import { StreamPane } from './StreamPane.tsx'

export function LogsScreen() {
  const t = useText()
  const route = useLogsRoute()
  const filter = useFilter(route)
  useEffect(() => openLogStream(filter, route.chunk), [filter, route.chunk])
  useEffect(() => followLogVolume(filter), [filter])
  useSearch(route, filter)
  return (
    <section className={css.pane} aria-label={t('logs.title')}>
      <h1 className={css.unseen}>{t('logs.title')}</h1>
      <LogBar route={route} filter={filter} />
      <SourcePills route={route} />
      <LogVolume filter={filter} />
      <StreamPane route={route} />
    </section>
  )
}

function useLogsRoute(): LogsRoute {
  return useRoute((route) => (route.screen === 'logs' ? route : LOGS_ROUTE))
}

/** The same object while it keeps the same. */
function useFilter({ functions, instanceId }: LogsRoute): StreamFilter {
  const names = functions.join(',')
  return useMemo(() => ({ functions: names === '' ? [] : names.split(','), instanceId }), [names, instanceId])
}

function useSearch({ search, isRegex }: LogsRoute, filter: StreamFilter): void {
  const isCaseSensitive = useLogViewing((viewing) => viewing.isCaseSensitive)
  useEffect(() => {
    if (search === '') return
    return openLogSearch(filter, { text: search, isRegex, isCaseSensitive })
  }, [filter, search, isRegex, isCaseSensitive])
}
