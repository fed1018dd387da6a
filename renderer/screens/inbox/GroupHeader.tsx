/** What the group is, when and on which code it happened, and what can be done about it. */
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { GroupDetail } from '../../stores/inboxGroup.ts'
import { groupTitle, isUnread } from '../../stores/inboxState.ts'
import { openCompensation, openReplay } from '../../stores/repair.ts'
import { formatRoute } from '../../stores/route.ts'
import { shortcutOf } from '../../stores/shortcuts.ts'
import { Button, IconButton } from '../../ui/index.ts'
import { compareWithSuccess } from './compareWithSuccess.ts'
import css from './GroupHeader.module.css'
import { GroupState } from './GroupState.tsx'
import { acknowledgeMove, reopenMove, resolveMove } from './groupMoves.ts'
import { dayTime, ignoredText, shortHash } from './groupWords.ts'
import { IgnoreMenu } from './IgnoreMenu.tsx'

export function GroupHeader({ group }: { group: GroupDetail }) {
  const title = groupTitle(group)
  return (
    <header className={css.header}>
      <div className={css.line}>
        <GroupState state={group.state} isLarge />
        <h2 className={css.title} title={title}>
          <bdi>{title}</bdi>
        </h2>
      </div>
      <Facts group={group} />
      <Verbs group={group} />
    </header>
  )
}

function Facts({ group }: { group: GroupDetail }) {
  const t = useText()
  const language = useLanguage()
  const nowMs = useNow()
  const { functions, frame, firstSeenMs, lastSeenMs, ignoredUntil, state } = group
  const whole = (atMs: number) => formatInstant(atMs, { withDate: true, withMs: true, language })
  return (
    <p className={css.facts}>
      {functions.map((name) => (
        <a key={name} className={css.function} href={formatRoute({ screen: 'functions', functionName: name })}>
          {name}
        </a>
      ))}
      {frame !== null && (
        <code className={css.frame} title={t('inbox.group.frameHint')}>
          {frame}
        </code>
      )}
      <span>
        <time title={whole(firstSeenMs)}>{t('inbox.group.first', { time: dayTime(firstSeenMs, language) })}</time>
        {', '}
        <time title={whole(lastSeenMs)}>
          {t('inbox.group.last', { span: formatAgo(Math.max(0, nowMs - lastSeenMs)) })}
        </time>
      </span>
      <OnCode group={group} />
      {state === 'Ignored' && ignoredUntil !== null && <span>{ignoredText(ignoredUntil, t, language)}</span>}
    </p>
  )
}

/** `all on code 9f31c2e, changed since`; which ones, where there are several, is said below. */
function OnCode({ group: { versions } }: { group: GroupDetail }) {
  const t = useText()
  const [only, ...others] = versions
  if (only === undefined) return null
  if (others.length > 0) return <span>{t('inbox.group.onCodes', { count: versions.length })}</span>
  if (only.codeHash === null) return <span>{t('inbox.group.noCode')}</span>
  return (
    <span>
      {t('inbox.group.onCode')}{' '}
      <code className={css.hash} title={only.codeHash}>
        {shortHash(only.codeHash)}
      </code>
      {!only.isCurrent && `, ${t('inbox.group.codeChanged')}`}
    </span>
  )
}

function Verbs({ group }: { group: GroupDetail }) {
  const t = useText()
  const { groupId, state, openCount, sample, lastSuccess } = group
  const hasOpen = openCount > 0
  const off = hasOpen ? {} : { isDisabled: true, disabledReason: t('inbox.verb.noneOpen') }
  const ids = [groupId]
  return (
    <div className={css.verbs} role="toolbar" aria-label={t('inbox.verb.label')}>
      <Button
        size="sm"
        variant={hasOpen ? 'primary' : 'default'}
        icon="rotate-ccw"
        aria-keyshortcuts={shortcutOf('replay').toLowerCase()}
        onClick={() => openReplay({ groupId })}
        {...off}
      >
        {hasOpen ? t('inbox.verb.replay', { count: openCount }) : t('inbox.verb.replayNone')}
      </Button>
      <Button
        size="sm"
        icon="undo-2"
        aria-keyshortcuts={shortcutOf('compensate').toLowerCase()}
        onClick={() => openCompensation({ groupId })}
        {...off}
      >
        {t('inbox.verb.compensate')}
      </Button>
      {(state !== 'Resolved' || hasOpen) && (
        <Button
          size="sm"
          icon="check"
          aria-keyshortcuts={shortcutOf('resolve').toLowerCase()}
          onClick={() => void resolveMove(ids)}
        >
          {t('inbox.verb.resolve')}
        </Button>
      )}
      {state === 'Resolved' && (
        <Button size="sm" icon="circle-dot" onClick={() => void reopenMove(ids)}>
          {t('inbox.verb.reopen')}
        </Button>
      )}
      {state === 'Ignored' && (
        <Button size="sm" icon="bell" onClick={() => void reopenMove(ids)}>
          {t('inbox.verb.stopIgnoring')}
        </Button>
      )}
      {state !== 'Ignored' && state !== 'Resolved' && <IgnoreMenu ids={ids} />}
      {isUnread(group) && (
        <IconButton icon="eye" hasFrame label={t('inbox.verb.acknowledge')} onClick={() => void acknowledgeMove(ids)} />
      )}
      <span className={css.space} />
      {sample !== null && (
        <Button
          size="sm"
          variant="ghost"
          icon="git-compare"
          {...(lastSuccess === null && { isDisabled: true, disabledReason: t('inbox.verb.noSuccess') })}
          onClick={() => compareWithSuccess(group)}
        >
          {t('inbox.verb.compare')}
        </Button>
      )}
    </div>
  )
}
