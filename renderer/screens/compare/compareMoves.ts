/** What leads to a comparison: the last two attempts of a task, two selected tasks, a task and the last success. */
import { AppError } from '../../../shared/errors.ts'
import { text } from '../../i18n/text.ts'
import { lastSuccess, openComparison } from '../../stores/comparison.ts'
import type { TaskTarget } from '../../stores/route.ts'
import { chosenRows } from '../../stores/taskListSelection.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { toast } from '../../ui/index.ts'

export function compareLastTwo({ functionName, taskId, attempts }: TaskView): void {
  const [before, last] = attempts.slice(-2)
  if (before === undefined || last === undefined) return
  openComparison({ functionName, taskId, attempt: before.number }, { functionName, taskId, attempt: last.number })
}

/** The older one is on the left. */
export function compareSelected(): void {
  const [older, newer] = chosenRows()
    .map(({ task }) => task)
    .toSorted((a, b) => a.seq - b.seq)
  if (older !== undefined && newer !== undefined) openComparison(targetOf(older), targetOf(newer))
}

const targetOf = ({ functionName, taskId }: TaskTarget): TaskTarget => ({ functionName, taskId })

export async function compareWithLastSuccess(task: TaskTarget): Promise<void> {
  try {
    const success = await lastSuccess(task)
    if (success === null) toast({ text: text('compare.noSuccess', { functionName: task.functionName }) })
    else openComparison(task, success)
  } catch (error) {
    const reason = error instanceof AppError ? error.message : String(error)
    toast({ text: text('compare.lastSuccessFailed', { reason }), tone: 'fail' })
  }
}
