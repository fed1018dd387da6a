/** The task that this one was made from, and those that were made from it. */
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import type { TaskTarget } from '../../stores/route.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { StatusLabel } from '../../ui/index.ts'
import css from './TaskLineage.module.css'
import { goToTask } from './taskMoves.ts'

const MAX_REPLAYS = 20 // that the host names

export function TaskLineage({ task }: { task: TaskView }) {
  const t = useText()
  const { replayOf, replays } = task
  if (replayOf === null && replays.length === 0) return null
  return (
    <div className={css.lineage}>
      {replayOf !== null && (
        <span className={css.link}>
          {t('task.lineage.retryOf')} <TaskLink task={replayOf} />
        </span>
      )}
      {replays.length > 0 && <span>{t('task.lineage.retriedBy')}</span>}
      {replays.map((replay) => (
        <span key={`${replay.functionName}/${replay.taskId}`} className={css.link}>
          <TaskLink task={replay} /> <StatusLabel state={replay.state} />
        </span>
      ))}
      {replays.length === MAX_REPLAYS && <span>{t('task.lineage.more', { shown: MAX_REPLAYS })}</span>}
    </div>
  )
}

function TaskLink({ task }: { task: TaskTarget }) {
  return (
    <button type="button" className={css.id} title={task.taskId} onClick={() => goToTask(task)}>
      {shortId(task.taskId)}
    </button>
  )
}
