/** What a task was submitted with. */
import { useText } from '../../i18n/text.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { EmptyState } from '../../ui/index.ts'
import { BodyTab } from './BodyTab.tsx'

export function PayloadTab({ task }: { task: TaskView }) {
  const t = useText()
  if (task.payload.length === 0) return <EmptyState title={t('task.body.empty')} text={t('task.body.emptyText')} />
  return <BodyTab body={task.payload} label={t('task.body.payload')} />
}
