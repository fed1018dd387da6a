/** What the lines about where a task came from are made of. */
import type { ReactNode } from 'react'
import { shortId } from '../../../shared/format/shortId.ts'
import type { TaskTarget } from '../../stores/route.ts'
import css from './TaskLineage.module.css'
import { goToTask } from './taskMoves.ts'

export const Line = ({ children }: { children: ReactNode }) => <p className={css.line}>{children}</p>

type TaskLinkProps = { task: TaskTarget; hasFunction?: boolean }

/** By its function, too, where that is another one. */
export function TaskLink({ task, hasFunction = false }: TaskLinkProps) {
  return (
    <button type="button" className={css.id} title={task.taskId} onClick={() => goToTask(task)}>
      {hasFunction ? `${task.functionName}/${shortId(task.taskId)}` : shortId(task.taskId)}
    </button>
  )
}
