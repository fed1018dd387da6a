/** The open group: what it is and what to do about it, what its members share, and the members themselves. */
import { useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { rereadGroup, useOpenGroup } from '../../stores/inboxGroup.ts'
import { chosenGroups } from '../../stores/inboxSelection.ts'
import { type InboxShow, useInbox } from '../../stores/inboxState.ts'
import { useLive } from '../../stores/live.ts'
import { openCompensation, openReplay } from '../../stores/repair.ts'
import { INBOX_ROUTE, navigate, type TaskTarget } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { chosenRows } from '../../stores/taskListSelection.ts'
import { Button, classes, EmptyState, ErrorState, SlowState } from '../../ui/index.ts'
import { GroupHeader } from './GroupHeader.tsx'
import css from './GroupPane.module.css'
import { resolveLettersMove, resolveMove } from './groupMoves.ts'
import { Members } from './Members.tsx'
import { SharedFacts } from './SharedFacts.tsx'

type GroupPaneProps = {
  show: InboxShow
  groupId: number | null
  query: string
  task: TaskTarget | null
  pane: 'groups' | 'members'
  onLeave(): void
}

export function GroupPane({ show, groupId, query, task, pane, onLeave }: GroupPaneProps) {
  const t = useText()
  const { groupId: shownId, group, load, isLate, error } = useOpenGroup()
  const listLoad = useInbox((state) => state.load)
  const hasGroups = useInbox((state) => state.ids.length > 0)
  const isHere = shownId === groupId
  useVerbKeys({ groupId, isOf: task === null ? pane : null })

  if (groupId === null || !isHere) {
    // the list beside it says what there is to say while it is empty
    return listLoad === 'ready' && !hasGroups && groupId === null ? <NothingOpen /> : null
  }
  if (load === 'gone') {
    return (
      <EmptyState title={t('inbox.group.goneTitle')} text={t('inbox.group.goneText')}>
        <Button size="sm" onClick={() => navigate({ ...INBOX_ROUTE, show })}>
          {t('inbox.group.goneOpen')}
        </Button>
      </EmptyState>
    )
  }
  if (load === 'failed' && error !== null) {
    return <ErrorState what={t('inbox.group.failed')} error={error} onRetry={() => void rereadGroup()} />
  }
  if (group === null) return isLate ? <SlowState text={t('inbox.group.reading', { id: groupId })} /> : null
  const isOther = group.groupId !== groupId
  return (
    <section className={css.pane} aria-label={t('inbox.list.group')}>
      {isOther && isLate && (
        <p className={css.note} role="status">
          {t('inbox.group.reading', { id: groupId })}
        </p>
      )}
      {!isOther && <Stale />}
      <div className={classes(css.content, isOther && isLate && css.dimmed)} inert={isOther && isLate}>
        <GroupHeader group={group} />
        <SharedFacts group={group} />
        <Members
          key={group.groupId}
          group={group}
          query={query}
          task={task}
          hasKeys={pane === 'members'}
          onLeave={onLeave}
        />
      </div>
    </section>
  )
}

function NothingOpen() {
  const t = useText()
  return <EmptyState title={t('inbox.empty.paneTitle')} text={t('inbox.empty.paneText')} />
}

function Stale() {
  const t = useText()
  const error = useOpenGroup((state) => state.error)
  const isLost = useLive(({ status }) => status === 'lost')
  if (!isLost && error === null) return null
  return (
    <p className={css.note} role="status">
      {isLost ? t('task.lost') : t('inbox.group.stale', { reason: error?.message ?? '' })}
    </p>
  )
}

type VerbKeys = { groupId: number | null; isOf: 'groups' | 'members' | null }

/** R, M and E: of the groups, or of the members where these have the keyboard; an open task answers its own. */
function useVerbKeys({ groupId, isOf }: VerbKeys): void {
  const open = useRef(groupId)
  open.current = groupId
  const selection = () => {
    const seqs = isOf === 'members' ? chosenRows().map(({ task }) => task.seq) : []
    if (seqs.length > 0) return { seqs }
    return open.current === null ? null : { groupId: open.current }
  }
  const repair = (run: typeof openReplay) => {
    const chosen = selection()
    if (chosen !== null) run(chosen)
  }
  useShortcut('replay', () => repair(openReplay), isOf !== null)
  useShortcut('compensate', () => repair(openCompensation), isOf !== null)
  useShortcut(
    'resolve',
    () => {
      const chosen = selection()
      if (chosen !== null && 'seqs' in chosen) return void resolveLettersMove(chosen.seqs)
      const ids = chosenGroups(useInbox.getState(), open.current)
      if (ids.length > 0) void resolveMove(ids)
    },
    isOf !== null,
  )
}
