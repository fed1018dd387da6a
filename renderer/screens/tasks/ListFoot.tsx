/** What the list holds and what was looked at, in one line under it. */
import type { ReactNode } from 'react'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { loadMore, stopSearch } from '../../stores/taskList.ts'
import { countExactly } from '../../stores/taskListCount.ts'
import { setPaused } from '../../stores/taskListLive.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { Icon } from '../../ui/index.ts'
import css from './ListFoot.module.css'

export function ListFoot() {
  return (
    <div className={css.foot}>
      <Matching />
      <Searched />
      <Paused />
    </div>
  )
}

function Matching() {
  const t = useText()
  const language = useLanguage()
  const count = useTaskList((state) => state.count)
  const isCounting = useTaskList((state) => state.isCounting)
  const isFiltered = useTaskList((state) => state.query !== '')
  if (count === null) return null
  const { value, isExact, countedAtMs } = count
  if (!isExact) {
    return (
      <span>
        {t('tasks.count.atLeast', { count: value })}{' '}
        {isCounting ? t('tasks.count.counting') : <Act onClick={countExactly}>{t('tasks.count.exactly')}</Act>}
      </span>
    )
  }
  const at = t('tasks.count.countedAt', { time: formatInstant(countedAtMs, { language }) })
  return <span title={at}>{t(isFiltered ? 'tasks.count.match' : 'tasks.count.all', { count: value })}</span>
}

function Searched() {
  const t = useText()
  const language = useLanguage()
  const more = useTaskList((state) => state.more)
  const searchedToMs = useTaskList((state) => state.searchedToMs)
  const message = useTaskList((state) => state.error?.message ?? '')
  const time = searchedToMs === null ? null : formatInstant(searchedToMs, { language })
  if (more === 'loading') {
    return (
      <span role="status">
        {time === null ? t('tasks.loadingMore') : t('tasks.searchedTo', { time })}{' '}
        <Act onClick={stopSearch}>{t('common.stop')}</Act>
      </span>
    )
  }
  if (more === 'idle') return null
  return (
    <span role="status">
      {more === 'failed' && t('tasks.moreFailed', { message })}
      {more === 'stopped' && (time === null ? t('tasks.searchStoppedUnknown') : t('tasks.searchStopped', { time }))}{' '}
      <Act onClick={loadMore}>{more === 'failed' ? t('common.tryAgain') : t('tasks.goOn')}</Act>
    </span>
  )
}

function Paused() {
  const t = useText()
  const isPaused = useTaskList((state) => state.isPaused)
  if (!isPaused) return null
  return (
    <span className={css.paused} role="status">
      <Icon name="pause" size={14} />
      <span className={css.cut}>{t('tasks.paused')}</span> <Act onClick={() => setPaused(false)}>{t('tasks.goOn')}</Act>
    </span>
  )
}

function Act({ onClick, children }: { onClick(): unknown; children: ReactNode }) {
  return (
    <button type="button" className={css.act} onClick={() => void onClick()}>
      {children}
    </button>
  )
}
