/** All tasks: the filter, the live list, and beside it the task that is open. */
import { useEffect, useRef } from 'react'
import { useText } from '../../i18n/text.ts'
import { setPreference, usePreferences } from '../../stores/preferences.ts'
import { navigate } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { setPresence } from '../../stores/taskListLive.ts'
import { focusIndex, selectFocusIndex } from '../../stores/taskListSelection.ts'
import { useTaskList } from '../../stores/taskListState.ts'
import { Split, toast } from '../../ui/index.ts'
import { TaskDrawer } from '../task/TaskDrawer.tsx'
import { FilterBar } from './FilterBar.tsx'
import { ListFoot } from './ListFoot.tsx'
import { ListStates, Slow } from './ListStates.tsx'
import { BatchButtons, SelectionBar } from './SelectionBar.tsx'
import { TaskList } from './TaskList.tsx'
import css from './TasksScreen.module.css'
import { useBatch } from './useBatch.tsx'
import { focusRow, usePosition, useShownQuery } from './useShownQuery.ts'
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
  const { verbs, dialog } = useBatch()
  useShownQuery(query)
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
      {hasRows ? <TaskList label={t('tasks.title')} target={task} rows={rows} /> : <ListPlace />}
      <SelectionBar>
        <BatchButtons verbs={verbs} />
      </SelectionBar>
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
