/** The groups at the left: their head, the tabs, and the rows, which never move under the pointer. */
import { type KeyboardEvent, type RefObject, useMemo, useRef } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { loadMoreGroups, refreshGroups } from '../../stores/inboxGroups.ts'
import { openImport } from '../../stores/inboxImport.ts'
import {
  clearGroups,
  focusGroup,
  focusGroupAt,
  moveGroupFocus,
  selectGroupsTo,
  selectLoadedGroups,
  toggleGroup,
} from '../../stores/inboxSelection.ts'
import { type InboxShow, useInbox } from '../../stores/inboxState.ts'
import { useInboxTotals } from '../../stores/inboxTotals.ts'
import { INBOX_ROUTE, navigate } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { GridHead, Icon, IconButton, PaneHeader, TogglePill, Tooltip } from '../../ui/index.ts'
import { focusFirstMember } from './focusFirstMember.ts'
import { GroupFind } from './GroupFind.tsx'
import css from './GroupList.module.css'
import { GroupListStates } from './GroupListStates.tsx'
import { GroupRow, type GroupRowActions } from './GroupRow.tsx'
import { GroupSelectionBar } from './GroupSelectionBar.tsx'

type GroupListProps = {
  rows: RefObject<HTMLDivElement | null>
  show: InboxShow
  openId: number | null
  hasKeys: boolean
  /** The keyboard goes on to the members. */
  onEnter(pane: 'members'): void
}

const LOAD_AHEAD_PIXELS = 1_000

export function GroupList({ rows: scroller, show, openId, hasKeys, onEnter }: GroupListProps) {
  const t = useText()
  const ids = useInbox((state) => state.ids)
  const focusId = useInbox((state) => state.focusId)
  const takesFocus = useRef(false)
  const open = (id: number | null, { replace = false } = {}) => {
    if (id !== null) navigate({ ...INBOX_ROUTE, show, groupId: id }, { replace })
  }
  const move = (step: number) => {
    takesFocus.current = true
    open(moveGroupFocus(step), { replace: true })
  }
  const enter = () => {
    if (focusId !== null && focusId !== openId) open(focusId)
    onEnter('members')
    focusFirstMember()
  }
  useShortcut('next', () => move(1), hasKeys)
  useShortcut('previous', () => move(-1), hasKeys)
  useShortcut('open', enter, hasKeys)
  useShortcut('close', clearGroups, hasKeys)

  const actions = useMemo<GroupRowActions>(
    () => ({
      press(id, { shiftKey, ctrlKey, metaKey }) {
        takesFocus.current = true
        if (shiftKey) return selectGroupsTo(id)
        if (ctrlKey || metaKey) return toggleGroup(id)
        focusGroup(id)
        navigate({ ...INBOX_ROUTE, show, groupId: id })
      },
      select: (id, isRange) => (isRange ? selectGroupsTo(id) : toggleGroup(id)),
      takesFocus: () => takesFocus.current,
    }),
    [show],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.target instanceof HTMLButtonElement) return
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const isMod = event.ctrlKey || event.metaKey
    if (isMod && key === 'a') selectLoadedGroups()
    else if (isMod) return
    else if (key === 'Home') open(focusGroupAt(0), { replace: true })
    else if (key === 'End') open(focusGroupAt(ids.length - 1), { replace: true })
    else if (key === 'x' && focusId !== null) {
      if (event.shiftKey) selectGroupsTo(focusId)
      else toggleGroup(focusId)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const tabStop = focusId !== null && ids.includes(focusId) ? focusId : ids[0]

  return (
    <section className={css.list} aria-label={t('inbox.list.label')}>
      <Head />
      <Tabs show={show} />
      {/* biome-ignore lint/a11y/useSemanticElements: a table lays out by its content */}
      <div
        role="grid"
        className={css.grid}
        aria-label={t('inbox.list.label')}
        aria-multiselectable="true"
        hidden={ids.length === 0}
        onKeyDown={onKeyDown}
      >
        {/* biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: as above; the heads are no stop for the keyboard */}
        <div role="row" aria-rowindex={1} className={css.unseen}>
          <GridHead>{t('inbox.list.group')}</GridHead>
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        <div
          ref={scroller}
          role="rowgroup"
          className={css.rows}
          onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
            if (scrollTop + clientHeight > scrollHeight - LOAD_AHEAD_PIXELS) void loadMoreGroups()
          }}
          onFocus={() => {
            takesFocus.current = true
          }}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget)) takesFocus.current = false
          }}
        >
          {ids.map((id, index) => (
            <GroupRow
              key={id}
              id={id}
              index={index}
              isOpen={id === openId}
              isTabStop={id === tabStop}
              actions={actions}
            />
          ))}
        </div>
      </div>
      {ids.length === 0 && <GroupListStates show={show} />}
      <GroupSelectionBar />
    </section>
  )
}

function Head() {
  const t = useText()
  const letters = useInboxTotals(({ totals }) => totals?.openLetters ?? null)
  return (
    <PaneHeader title={t('inbox.title')} summary={letters === null ? '' : t('inbox.letters', { count: letters })}>
      <IconButton icon="cloud-download" label={t('inbox.import.open')} onClick={() => openImport()} />
      <GroupFind />
    </PaneHeader>
  )
}

const SHOWN = ['open', 'ignored', 'resolved'] as const

function Tabs({ show }: { show: InboxShow }) {
  const t = useText()
  const totals = useInboxTotals((state) => state.totals)
  const counts = totals && {
    open: totals.openGroups,
    ignored: totals.ignoredGroups,
    resolved: totals.resolvedGroups,
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend
    <div className={css.tabs} role="group" aria-label={t('inbox.tab.label')}>
      {SHOWN.map((id) => (
        <TogglePill
          key={id}
          isOn={show === id}
          label={t(`inbox.tab.${id}`)}
          {...(counts && { count: formatCount(counts[id]) })}
          onClick={() => navigate({ ...INBOX_ROUTE, show: id })}
        />
      ))}
      <NewGroups />
    </div>
  )
}

/** What is new is counted here, where no row moves. */
function NewGroups() {
  const t = useText()
  const count = useInbox((state) => state.newCount)
  if (count === 0) return null
  return (
    <Tooltip label={t('inbox.list.newGroupsHint')}>
      <button type="button" className={css.newGroups} onClick={() => void refreshGroups()}>
        <Icon name="arrow-up" size={14} />
        {t('inbox.list.newGroups', { count })}
      </button>
    </Tooltip>
  )
}
