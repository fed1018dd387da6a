/** All tasks: the filter, the live list, and beside it the task that is open. */
import { useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { useHost } from '../../stores/host.ts'
import { setPreference, usePreferences } from '../../stores/preferences.ts'
import { navigate } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { showQuery } from '../../stores/taskList.ts'
import { setPresence, startTaskListLive } from '../../stores/taskListLive.ts'
import { focusIndex, selectFocusIndex } from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { Split, toast } from '../../ui/index.ts'
import { TaskDrawer } from '../task/TaskDrawer.tsx'
import { FilterBar } from './FilterBar.tsx'
import { ListFoot } from './ListFoot.tsx'
import { ListStates, Slow } from './ListStates.tsx'
import { SelectionBar } from './SelectionBar.tsx'
import { TaskList, useOpenSeq } from './TaskList.tsx'
import css from './TasksScreen.module.css'
import { useBatch } from './useBatch.tsx'
import { closeTask, openTarget, useTasksRoute } from './useTasksRoute.ts'

const MIN_DRAWER_PIXELS = 400
const MAX_DRAWER_PIXELS = 1_600

export function TasksScreen() {
  const t = useText()
  const { query, task, tab, isFull } = useTasksRoute()
  const rows = useRef<HTMLDivElement>(null)
  const hasRows = useTaskList((state) => state.seqs.length > 0)
  const isLoading = useTaskList((state) => state.load === 'loading')
  const widthPixels = usePreferences(({ drawerWidthPixels }) => drawerWidthPixels)
  const position = usePosition(task)
  const { ask, dialog } = useBatch()
  useList(query)
  useEffect(() => setPresence({ hasOpenTask: task !== null }), [task])
  useShortcut('newTask', () => navigate({ screen: 'functions', functionName: focusedFunctionName() }))
  const move = (step: number) => {
    const seq = focusIndex((position?.index ?? selectFocusIndex(useTaskList.getState())) + step)
    const next = seq === null ? undefined : useTaskList.getState().rows.get(seq)?.task
    if (next !== undefined) openTarget(next)
  }
  // where there is no list, the task that is open answers the list's keys
  const isAlone = task !== null && (isFull || !hasRows)
  useShortcut('next', () => move(1), isAlone)
  useShortcut('previous', () => move(-1), isAlone)
  useShortcut('close', closeTask, isAlone)

  const drawer = task !== null && (
    <TaskDrawer
      target={task}
      tab={tab}
      isFull={isFull}
      {...(position === null ? {} : { position: { ...position, index: position.index + 1 } })}
      onMove={move}
      onClose={closeTask}
    />
  )
  if (isFull && task !== null) return <div className={css.full}>{drawer}</div>

  const list = (
    <section className={css.pane} aria-label={t('tasks.title')}>
      <h1 className={css.unseen}>{t('tasks.title')}</h1>
      <FilterBar query={query} onLeave={() => focusRow(rows.current)} />
      {hasRows && isLoading && <Slow />}
      {hasRows ? <TaskList target={task} rows={rows} /> : <ListPlace />}
      <SelectionBar onAsk={ask} />
      <ListFoot />
      {dialog}
    </section>
  )
  return (
    <Split
      start={list}
      end={drawer || null}
      endWidthPixels={widthPixels}
      minEndPixels={MIN_DRAWER_PIXELS}
      maxEndPixels={MAX_DRAWER_PIXELS}
      onResize={(pixels) =>
        void setPreference('drawerWidthPixels', pixels).catch((error: Error) =>
          toast({ text: error.message, tone: 'fail' }),
        )
      }
    />
  )
}

/** A new task is most likely of the function that one was just looking at; null: of the first. */
function focusedFunctionName(): string | null {
  const { focusSeq, rows } = useTaskList.getState()
  return (focusSeq === null ? undefined : rows.get(focusSeq)?.task.functionName) ?? null
}

const ListPlace = () => (
  <div className={css.place}>
    <ListStates />
  </div>
)

/** Loads what the address asks for and keeps it up to date, while the screen is there. */
function useList(query: string): void {
  const workspaceDir = useHost(({ info }) => info?.workspaceDir ?? null)
  useEffect(startTaskListLive, [])
  useEffect(() => {
    const followVisibility = () => setPresence({ isHidden: document.visibilityState === 'hidden' })
    document.addEventListener('visibilitychange', followVisibility)
    followVisibility()
    return () => document.removeEventListener('visibilitychange', followVisibility)
  }, [])
  // of another project nothing is there any more (stores/projectSwitch.ts), so it is asked for again
  // biome-ignore lint/correctness/useExhaustiveDependencies: the workspace decides what the query finds
  useEffect(() => void showQuery(query), [query, workspaceDir])
}

/** Where the open task is in the list: `7 of 12,431`. */
function usePosition(task: Parameters<typeof useOpenSeq>[0]): { index: number; total: number } | null {
  const seq = useOpenSeq(task)
  const index = useTaskList(({ seqs }) => (seq === null ? -1 : seqs.indexOf(seq)))
  const total = useTaskList(({ seqs, count }) => Math.max(seqs.length, count?.value ?? 0))
  return index < 0 ? null : { index, total }
}

/** Out of the filter: the keyboard goes to the list. */
function focusRow(rows: HTMLDivElement | null): void {
  const row = rows?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')
  if (row) row.focus()
  else if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
}
