/** What stands where rows would be: nothing yet, everything hidden, an error, or a search that takes long. */
import { useEffect } from 'react'
import { formatInstant } from '../../../shared/format/instant.ts'
import { hasMoreThanTime, onlyTime } from '../../../shared/query/edit.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { functionsActions, useFunctions } from '../../stores/functions.ts'
import { useHost } from '../../stores/host.ts'
import { navigate } from '../../stores/route.ts'
import { loadMore, refresh, stopSearch } from '../../stores/taskList.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { Button, CopyText, EmptyState, ErrorState, SlowState } from '../../ui/index.ts'
import css from './ListStates.module.css'
import { useProblemText } from './useProblemText.ts'
import { setQuery } from './useTasksRoute.ts'

const SLOW_AFTER_MS = 2 * SECOND_MS

export function ListStates() {
  const t = useText()
  const load = useTaskList((state) => state.load)
  const error = useTaskList((state) => state.error)
  const isContradiction = useTaskList((state) => state.filter === null)
  const query = useTaskList((state) => state.query)
  if (load === 'failed' && error !== null) {
    return <ErrorState what={t('tasks.loadFailed')} error={error} onRetry={() => void refresh()} />
  }
  if (load === 'loading') return <Slow />
  if (isContradiction) return <Contradiction query={query} />
  return query.trim() === '' ? <NothingYet /> : <AllHidden query={query} />
}

/** Also above rows of an earlier filter: they are not the answer to this one. */
export function Slow() {
  const t = useText()
  const language = useLanguage()
  const nowMs = useNow()
  const sinceMs = useTaskList((state) => state.loadingSinceMs)
  const searchedToMs = useTaskList((state) => state.searchedToMs)
  if (nowMs - sinceMs < SLOW_AFTER_MS) return null
  const time = searchedToMs === null ? null : formatInstant(searchedToMs, { language })
  return (
    <SlowState
      title={t('tasks.slow')}
      text={time === null ? t('tasks.searching') : t('tasks.searchedTo', { time })}
      onStop={stopSearch}
    />
  )
}

function Contradiction({ query }: { query: string }) {
  const t = useText()
  const problemText = useProblemText()
  const problems = useTaskList((state) => state.problems)
  return (
    <EmptyState title={t('tasks.contradiction')} text={problems.map((problem) => problemText(problem)).join(' ')}>
      <ClearButtons query={query} />
    </EmptyState>
  )
}

function AllHidden({ query }: { query: string }) {
  const t = useText()
  const more = useTaskList((state) => state.more)
  const total = useHost(({ totals }) => totals?.reduce((sum, { count }) => sum + count, 0) ?? 0)
  return (
    <EmptyState
      title={t('tasks.hidden.title', { count: total })}
      text={
        <bdi>
          {t('tasks.hidden.text', { query })} {more === 'stopped' && t('tasks.hidden.partly')}
        </bdi>
      }
    >
      {more === 'stopped' && (
        <Button size="sm" onClick={() => void loadMore()}>
          {t('tasks.goOn')}
        </Button>
      )}
      <ClearButtons query={query} />
    </EmptyState>
  )
}

function ClearButtons({ query }: { query: string }) {
  const t = useText()
  const time = onlyTime(query)
  return (
    <>
      {time !== '' && hasMoreThanTime(query) && (
        <Button size="sm" onClick={() => setQuery(time)}>
          {t('tasks.hidden.clear')}
        </Button>
      )}
      <Button size="sm" onClick={() => setQuery('')}>
        {time === '' ? t('tasks.filter.clear') : t('tasks.hidden.clearAll')}
      </Button>
    </>
  )
}

function NothingYet() {
  const t = useText()
  const name = useFunctions(({ functions }) => functions?.[0]?.functionName ?? null)
  useEffect(() => void functionsActions.load(), [])
  const toFunction = () => navigate({ screen: 'functions', functionName: name })
  return (
    <EmptyState title={t('tasks.nothing.title')} text={t('tasks.nothing.text')}>
      <Button variant="primary" size="sm" onClick={toFunction}>
        {name === null ? t('tasks.nothing.functions') : t('tasks.nothing.submit', { name })}
      </Button>
      {name !== null && (
        <span className={css.command}>
          <CopyText text={`npx taskyard invoke ${name} '{}' --async`} label={t('tasks.nothing.command')} />
        </span>
      )}
    </EmptyState>
  )
}
