/** The stream itself, or why there is none; below it the way back to its end. */
import { useRef } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { isCleared, logStreamActions } from '../../stores/logStream.ts'
import { useLogStream } from '../../stores/logStreamState.ts'
import { LOGS_ROUTE, type LogsRoute, navigate } from '../../stores/route.ts'
import { Button, EmptyState, ErrorState, Icon, Kbd, SlowState } from '../../ui/index.ts'
import { StreamList, type StreamListHandle } from './StreamList.tsx'
import css from './StreamPane.module.css'

export function StreamPane({ route }: { route: LogsRoute }) {
  const t = useText()
  const list = useRef<StreamListHandle>(null)
  const lineCount = useLogStream((stream) => stream.lineCount)
  const isLoading = useLogStream((stream) => stream.isLoading)
  const error = useLogStream((stream) => stream.error)
  return (
    <div className={css.pane}>
      <Notes />
      {lineCount > 0 && <StreamList ref={list} route={route} />}
      {lineCount === 0 && isLoading && <SlowState text={t('logs.reading')} />}
      {lineCount === 0 && error !== null && (
        <ErrorState what={t('logs.whatStream')} error={error} onRetry={logStreamActions.retry} />
      )}
      {lineCount === 0 && !isLoading && error === null && <Empty route={route} />}
      {lineCount > 0 && error !== null && (
        <p className={css.note} role="alert">
          {t('logs.stale', { reason: error.message })}
          <Button size="sm" onClick={logStreamActions.retry}>
            {t('logs.retry')}
          </Button>
        </p>
      )}
      {lineCount > 0 && <FollowPill onFollow={() => list.current?.toEnd()} />}
    </div>
  )
}

/** What is missing above, and why. */
function Notes() {
  const t = useText()
  const language = useLanguage()
  const damage = useLogStream((stream) => stream.damage)
  const skipped = useLogStream((stream) => stream.skippedLines)
  useLogStream((stream) => stream.revision) // a cleared view comes with a new one
  return (
    <>
      {damage !== null && (
        <p className={css.note}>
          {t('logs.damage', {
            time: formatInstant(damage.atMs, { language, withDate: true }),
            path: damage.asidePath,
          })}
        </p>
      )}
      {isCleared() && (
        <p className={css.note}>
          {t('logs.cleared')}
          <Button size="sm" variant="ghost" onClick={logStreamActions.unclear}>
            {t('logs.showAgain')}
          </Button>
        </p>
      )}
      {skipped > 0 && (
        <p className={css.loss} role="status">
          <Icon name="triangle-alert" size={12} />
          {t('logs.skipped', { count: skipped, text: formatCount(skipped) })}
        </p>
      )}
    </>
  )
}

function FollowPill({ onFollow }: { onFollow: () => void }) {
  const t = useText()
  const isFollowing = useLogStream((stream) => stream.isFollowing)
  const hasLater = useLogStream((stream) => stream.hasLater)
  const newCount = useLogStream((stream) => stream.newCount)
  if (isFollowing) return null
  const label = hasLater
    ? newCount === 0
      ? t('logs.follow')
      : t('logs.followMany', { text: formatCount(newCount) })
    : newCount === 0
      ? t('logs.follow')
      : t('logs.followBelow', { count: newCount, text: formatCount(newCount) })
  return (
    <button
      type="button"
      className={css.follow}
      onClick={() => {
        logStreamActions.follow()
        onFollow()
      }}
    >
      <Icon name="arrow-down" size={14} />
      {label}
      <Kbd keys="End" />
    </button>
  )
}

function Empty({ route }: { route: LogsRoute }) {
  const t = useText()
  const hasFilter = route.functions.length > 0 || route.instanceId !== null
  if (isCleared()) return <EmptyState title={t('logs.empty.clearedTitle')} text={t('logs.empty.clearedText')} />
  if (!hasFilter) return <EmptyState title={t('logs.empty.title')} text={t('logs.empty.text')} />
  return (
    <EmptyState title={t('logs.empty.filteredTitle')} text={t('logs.empty.filteredText')}>
      <Button size="sm" onClick={() => navigate({ ...LOGS_ROUTE, search: route.search, isRegex: route.isRegex })}>
        {t('logs.empty.showAll')}
      </Button>
    </EmptyState>
  )
}
