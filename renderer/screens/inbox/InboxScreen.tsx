/**
 * Failures, as groups: the list at the left, what the open one shares and its members beside it, and the task that is
 * open at the right. Opens on the newest new group, never blank. J and K, Enter and Escape are those of the pane
 * that was used last.
 */
import { useEffect, useRef, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { leaveGroup, showGroup } from '../../stores/inboxGroup.ts'
import { refreshGroups, showGroups } from '../../stores/inboxGroups.ts'
import { followGroups } from '../../stores/inboxLive.ts'
import { focusGroup } from '../../stores/inboxSelection.ts'
import { selectOpening, useInbox } from '../../stores/inboxState.ts'
import { setPreference, usePreferences } from '../../stores/preferences.ts'
import { INBOX_ROUTE, type InboxRoute, navigate, type Route, useRoute } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { setPresence } from '../../stores/taskListLive.ts'
import { focusIndex, selectFocusIndex } from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { classes, Split, toast } from '../../ui/index.ts'
import { TaskDrawer } from '../task/TaskDrawer.tsx'
import { usePosition } from '../tasks/useShownQuery.ts'
import { closeTask, openTarget } from '../tasks/useTasksRoute.ts'
import { DropPlace } from './DropPlace.tsx'
import { GroupList } from './GroupList.tsx'
import { GroupPane } from './GroupPane.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import css from './InboxScreen.module.css'

const MIN_DRAWER_PIXELS = 400
const MAX_DRAWER_PIXELS = 1_600

export type InboxPane = 'groups' | 'members'

const inboxRoute = (route: Route): InboxRoute => (route.screen === 'inbox' ? route : INBOX_ROUTE)

export function InboxScreen() {
  const t = useText()
  const { show, groupId, task, tab, query } = useRoute(inboxRoute)
  const [pane, setPane] = useState<InboxPane>('groups')
  const groupRows = useRef<HTMLDivElement>(null)
  const widthPixels = usePreferences(({ drawerWidthPixels }) => drawerWidthPixels)
  const hasRows = useTaskList((state) => state.seqs.length > 0)
  const position = usePosition(task)
  useGroups({ show, groupId })
  useEffect(() => setPresence({ hasOpenTask: task !== null }), [task])

  const active: InboxPane = task === null ? pane : 'members'
  const toGroups = () => {
    setPane('groups')
    const row = groupRows.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')
    if (row) row.focus()
    else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }
  const move = (step: number) => {
    const seq = focusIndex((position?.index ?? selectFocusIndex(useTaskList.getState())) + step)
    const next = seq === null ? undefined : useTaskList.getState().rows.get(seq)?.task
    if (next !== undefined) openTarget(next)
  }
  // without members the task that is open answers their keys
  useShortcut('next', () => move(1), task !== null && !hasRows)
  useShortcut('previous', () => move(-1), task !== null && !hasRows)
  useShortcut('close', closeTask, task !== null && !hasRows)

  const start = (
    <DropPlace>
      <div className={css.start}>
        <div className={classes(css.panes, task !== null && css.hasTask)}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it only hears where the keyboard is */}
          <div className={css.groups} onFocus={() => setPane('groups')} onPointerDown={() => setPane('groups')}>
            <GroupList rows={groupRows} show={show} openId={groupId} hasKeys={active === 'groups'} onEnter={setPane} />
          </div>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: as above */}
          <div className={css.group} onFocus={() => setPane('members')}>
            <GroupPane show={show} groupId={groupId} query={query} task={task} pane={active} onLeave={toGroups} />
          </div>
        </div>
      </div>
      <ImportDialog />
    </DropPlace>
  )
  const end = task !== null && (
    <TaskDrawer
      target={task}
      tab={tab}
      isFull={false}
      {...(position === null ? {} : { position: { ...position, index: position.index + 1 } })}
      onMove={move}
      onClose={closeTask}
    />
  )
  return (
    <Split
      start={start}
      end={end || null}
      endWidthPixels={widthPixels}
      minEndPixels={MIN_DRAWER_PIXELS}
      maxEndPixels={MAX_DRAWER_PIXELS}
      label={t('inbox.taskWidth')}
      onResize={(pixels) =>
        void setPreference('drawerWidthPixels', pixels).catch((error: Error) =>
          toast({ text: error.message, tone: 'fail' }),
        )
      }
    />
  )
}

/** Reads the tab and the open group while the screen is there, and opens one where the address names none. */
function useGroups({ show, groupId }: Pick<InboxRoute, 'show' | 'groupId'>): void {
  const workspaceDir = useHost(({ info }) => info?.workspaceDir ?? null)
  const opening = useInbox((state) => (state.load === 'ready' && state.show === show ? selectOpening(state) : null))
  useEffect(followGroups, [])
  useEffect(() => leaveGroup, [])
  // of another project nothing is there any more (stores/projectSwitch.ts), so it is asked for again
  // biome-ignore lint/correctness/useExhaustiveDependencies: the workspace decides which groups there are
  useEffect(() => void showGroups(show), [show, workspaceDir])
  useEffect(() => {
    focusGroup(groupId)
    if (groupId !== null) return showGroup(groupId)
    leaveGroup()
    if (useInbox.getState().load === 'ready') void refreshGroups() // what it opens on may be newer than the list
  }, [groupId])
  useEffect(() => {
    if (groupId === null && opening !== null && useInbox.getState().load === 'ready') {
      const route = inboxRoute(useRoute.getState())
      navigate({ ...route, groupId: opening }, { replace: true })
    }
  }, [groupId, opening])
}
