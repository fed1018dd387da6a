/**
 * One task, beside the list or on the full page. While the next task is read the last one stays, and is
 * dimmed when that takes long; what is late, missing or out of date is said in words.
 */
import { useEffect } from 'react'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useLive } from '../../stores/live.ts'
import type { TaskTab, TaskTarget } from '../../stores/route.ts'
import { useShortcut } from '../../stores/shortcuts.ts'
import { isShown, leaveTask, showTask, taskDetailActions, useTaskDetail } from '../../stores/taskDetail.ts'
import { closeTaskLog, openTaskLog, taskLogActions } from '../../stores/taskLog.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { classes, ErrorState, SlowState } from '../../ui/index.ts'
import { ErrorCard } from './ErrorCard.tsx'
import { MissingTask } from './MissingTask.tsx'
import css from './TaskDrawer.module.css'
import { TaskHeader } from './TaskHeader.tsx'
import { TaskNav } from './TaskNav.tsx'
import { TaskTabs } from './TaskTabs.tsx'
import { Timeline } from './Timeline.tsx'
import { toggleFull } from './taskMoves.ts'
import { WhyState } from './WhyState.tsx'

export type TaskDrawerProps = {
  target: TaskTarget
  tab: TaskTab | null
  isFull: boolean
  /** Where it is in the list, from 1; null: not among the rows that are loaded. */
  position?: { index: number; total: number } | null
  onMove: (step: 1 | -1) => void
  onClose: () => void
}

export function TaskDrawer({ target, tab, isFull, position = null, onMove, onClose }: TaskDrawerProps) {
  const t = useText()
  const { functionName, taskId } = target
  useEffect(() => showTask({ functionName, taskId }), [functionName, taskId])
  useEffect(() => leaveTask, [])
  useShortcut('fullPage', toggleFull)
  return (
    <article className={classes(css.drawer, isFull && css.full)} aria-label={t('task.label', { id: shortId(taskId) })}>
      <TaskNav target={target} isFull={isFull} position={position} onMove={onMove} onClose={onClose} />
      <Content target={target} tab={tab ?? 'attempts'} isFull={isFull} onClose={onClose} />
    </article>
  )
}

type ContentProps = { target: TaskTarget; tab: TaskTab; isFull: boolean; onClose: () => void }

function Content({ target, tab, isFull, onClose }: ContentProps) {
  const t = useText()
  const detail = useTaskDetail()
  const { task, load, isLate, error, elsewhere } = detail
  const id = shortId(target.taskId)
  if (load === 'missing') return <MissingTask target={target} elsewhere={elsewhere} onClose={onClose} />
  if (load === 'failed' && error !== null) {
    return <ErrorState what={t('task.failed', { id })} error={error} onRetry={taskDetailActions.retryReading} />
  }
  if (task === null) return isLate ? <SlowState text={t('task.loading', { id })} /> : null
  const isOther = !isShown(detail)
  return (
    <>
      {isOther && isLate && (
        <p className={css.note} role="status">
          {t('task.loading', { id })}
        </p>
      )}
      {!isOther && <OutOfDate />}
      <div className={classes(css.content, isOther && isLate && css.dimmed)} inert={isOther && isLate}>
        <Parts key={`${task.functionName}/${task.taskId}`} task={task} tab={tab} isFull={isFull} />
      </div>
    </>
  )
}

function OutOfDate() {
  const t = useText()
  const error = useTaskDetail((detail) => detail.error)
  const isLost = useLive(({ status }) => status === 'lost')
  if (!isLost && error === null) return null
  return (
    <p className={css.note} role="status">
      {isLost ? t('task.lost') : t('task.stale', { reason: error?.message ?? '' })}
    </p>
  )
}

function Parts({ task, tab, isFull }: { task: TaskView; tab: TaskTab; isFull: boolean }) {
  const { functionName, taskId } = task
  useEffect(() => {
    openTaskLog({ functionName, taskId })
    return closeTaskLog
  }, [functionName, taskId])
  // the mark of an attempt's end comes without output of its own
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change of the task
  useEffect(() => taskLogActions.refresh(), [task])
  return (
    <>
      <TaskHeader task={task} />
      <div className={css.parts}>
        <div className={classes(css.columns, isFull && css.wide)}>
          <div className={css.evidence}>
            <ErrorCard task={task} />
            <WhyState task={task} />
            <Timeline task={task} />
          </div>
          <div className={css.rest}>
            <TaskTabs task={task} tab={tab} />
          </div>
        </div>
      </div>
    </>
  )
}
