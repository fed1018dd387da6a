/** What a task returned, or why there is nothing. */
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { useText } from '../../i18n/text.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { EmptyState } from '../../ui/index.ts'
import { BodyTab } from './BodyTab.tsx'

export function ResultTab({ task }: { task: TaskView }) {
  const t = useText()
  if (task.result === null) {
    const isOver = taskStates.isFinal(task.state) && task.state !== 'Succeeded'
    const text = isOver && task.attempts.length > 0 ? 'task.body.noResultFailed' : 'task.body.noResultText'
    return <EmptyState title={t('task.body.noResult')} text={t(text)} />
  }
  if (task.result.length === 0)
    return <EmptyState title={t('task.body.emptyResult')} text={t('task.body.emptyResultText')} />
  return <BodyTab body={task.result} label={t('task.body.result')} />
}
