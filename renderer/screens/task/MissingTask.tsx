/** A task that is not there: why, and where its id does exist. */
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import type { TaskTarget } from '../../stores/route.ts'
import type { TaskRowView } from '../../stores/taskShapes.ts'
import { Button, EmptyState, StatusLabel } from '../../ui/index.ts'
import css from './MissingTask.module.css'
import { goToTask } from './taskMoves.ts'

type MissingTaskProps = { target: TaskTarget; elsewhere: readonly TaskRowView[]; onClose: () => void }

export function MissingTask({ target, elsewhere, onClose }: MissingTaskProps) {
  const t = useText()
  const { functionName, taskId } = target
  return (
    <EmptyState
      title={t('task.missing.title', { name: functionName, id: shortId(taskId) })}
      text={t(elsewhere.length === 0 ? 'task.missing.text' : 'task.missing.elsewhere')}
    >
      {elsewhere.map((task) => (
        <span key={`${task.functionName}/${task.taskId}`} className={css.other}>
          <Button size="sm" onClick={() => goToTask({ functionName: task.functionName, taskId: task.taskId })}>
            {task.functionName}
          </Button>
          <StatusLabel state={task.state} />
        </span>
      ))}
      <Button size="sm" onClick={onClose}>
        {t('task.missing.close')}
      </Button>
    </EmptyState>
  )
}
