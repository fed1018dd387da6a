/** One group in the list. It reads its own by id, so that a change of one draws one row. */
import { type MouseEvent, memo, useEffect, useRef } from 'react'
import type { DeadGroup } from '../../../shared/contract/inbox.contract.ts'
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { Sparkline } from '../../charts/index.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { groupTitle, isUnread, useInbox } from '../../stores/inboxState.ts'
import { classes, GridCell } from '../../ui/index.ts'
import css from './GroupRow.module.css'
import { GroupState } from './GroupState.tsx'
import { functionsText } from './groupWords.ts'

export type GroupRowActions = {
  press(id: number, event: Pick<MouseEvent, 'shiftKey' | 'ctrlKey' | 'metaKey'>): void
  select(id: number, isRange: boolean): void
  /** Whether the focused row should take the keyboard, too: only while the list has it. */
  takesFocus(): boolean
}
type GroupRowProps = { id: number; index: number; isOpen: boolean; isTabStop: boolean; actions: GroupRowActions }

export const GroupRow = memo(function GroupRow({ id, index, isOpen, isTabStop, actions }: GroupRowProps) {
  const t = useText()
  const row = useInbox(({ groups }) => groups.get(id))
  const isFocused = useInbox(({ focusId }) => focusId === id)
  const isSelected = useInbox(({ selected }) => selected.has(id))
  const isSelecting = useInbox(({ selected }) => selected.size > 0)
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!isFocused) return
    element.current?.scrollIntoView({ block: 'nearest' })
    if (actions.takesFocus()) element.current?.focus({ preventScroll: true })
  }, [isFocused, actions])
  if (row === undefined) return null
  const { group, match } = row
  const title = groupTitle(group)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useSemanticElements: the grid answers the keys of all rows; a table lays out by its content
    <div
      ref={element}
      role="row"
      data-group={id}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={isOpen || undefined}
      tabIndex={isTabStop ? 0 : -1}
      className={classes(
        css.row,
        isOpen && css.open,
        isSelected && css.selected,
        isUnread(group) && css.unread,
        match !== 'yes' && css.stale,
      )}
      onClick={(event) => actions.press(id, event)}
    >
      <GridCell className={css.cell}>
        <input
          type="checkbox"
          className={classes(css.check, (isSelecting || isSelected) && css.shown)}
          aria-label={t('inbox.list.select', { title })}
          tabIndex={-1}
          checked={isSelected}
          onChange={NOTHING}
          onClick={(event) => {
            event.stopPropagation()
            actions.select(id, event.shiftKey)
          }}
        />
        <span className={css.line}>
          <bdi className={css.title} title={title}>
            {title}
          </bdi>
          <span className={css.count} title={t('inbox.list.openCount', { count: group.openCount })}>
            {formatCount(group.openCount)}
          </span>
        </span>
        <span className={css.second}>
          <GroupState state={group.state} />
          <span className={css.functions} title={group.functions.join(', ')}>
            <span className={css.dot} aria-hidden="true">
              ·
            </span>
            {match === 'gone' ? t('inbox.list.gone') : functionsText(group.functions, t)}
          </span>
          <Sparkline
            kind="bars"
            tone={group.state === 'Ignored' || group.state === 'Resolved' ? 'quiet' : 'fail'}
            values={group.history}
            label={t('inbox.list.spark', { count: group.history.reduce((sum, count) => sum + count, 0) })}
          />
          <Age group={group} />
        </span>
      </GridCell>
    </div>
  )
})

function Age({ group: { lastSeenMs } }: { group: Pick<DeadGroup, 'lastSeenMs'> }) {
  const nowMs = useNow()
  const language = useLanguage()
  return (
    <time className={css.age} title={formatInstant(lastSeenMs, { withDate: true, withMs: true, language })}>
      {formatAgo(Math.max(0, nowMs - lastSeenMs))}
    </time>
  )
}

/** The box follows the selection; the press is answered by `onClick`, which knows about Shift. */
const NOTHING = () => {}
