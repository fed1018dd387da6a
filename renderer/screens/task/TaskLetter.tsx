/** The dead letter that a task is: open in which group of the inbox, or what resolved it. */
import { useText } from '../../i18n/text.ts'
import { formatRoute, INBOX_ROUTE } from '../../stores/route.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { Line, TaskLink } from './lineageParts.tsx'
import css from './TaskLineage.module.css'

type Letter = NonNullable<TaskView['letter']>
const RESOLVED = {
  replay: 'task.lineage.resolvedReplay',
  compensation: 'task.lineage.resolvedCompensation',
  hand: 'task.lineage.resolvedHand',
} as const

export function TaskLetter({ letter }: { letter: Letter }) {
  const t = useText()
  const { groupId, groupState, resolvedAtMs, resolvedBy, resolvedByTask } = letter
  const show = groupState === 'Resolved' ? 'resolved' : groupState === 'Ignored' ? 'ignored' : 'open'
  const isOpen = resolvedAtMs === null
  return (
    <Line>
      {isOpen ? t('task.lineage.letterOpen') : t(RESOLVED[resolvedBy ?? 'hand'])}
      {resolvedByTask !== null && <TaskLink task={resolvedByTask} hasFunction={resolvedBy === 'compensation'} />}
      <a className={css.to} href={formatRoute({ ...INBOX_ROUTE, show, groupId })}>
        {t('task.lineage.openGroup')}
      </a>
      <span>{t(`task.lineage.letterGroup.${groupState}`)}</span>
    </Line>
  )
}
