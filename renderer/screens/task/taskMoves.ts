/** Where a task leads: other tasks, its function, a new task made from it, its end. */

import { AppError } from '../../../shared/errors.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { text } from '../../i18n/text.ts'
import { resolveLetters } from '../../stores/inboxActions.ts'
import { navigate, type Route, type TaskTab, type TaskTarget, useRoute } from '../../stores/route.ts'
import { taskDetailActions } from '../../stores/taskDetail.ts'
import { toast } from '../../ui/index.ts'

/** Beside the list or full, as the task before was shown; in the inbox it stays beside the group. */
export function goToTask(task: TaskTarget): void {
  navigate({ ...listRoute(), task })
}

function listRoute(): Extract<Route, { screen: 'tasks' | 'inbox' }> {
  const route = useRoute.getState()
  if (route.screen === 'tasks' || route.screen === 'inbox') return route
  return { screen: 'tasks', query: '', task: null, tab: null, isFull: false }
}

/** Part of the address, so that a link and the next task show it, too; no entry in the history. */
export function goToTab(tab: TaskTab): void {
  const route = useRoute.getState()
  if (route.screen === 'tasks' || route.screen === 'inbox') navigate({ ...route, tab }, { replace: true })
}

/** From the inbox the full page is that of the task screen; back leads to the inbox again. */
export function toggleFull(): void {
  const route = useRoute.getState()
  if (route.screen === 'tasks') navigate({ ...route, isFull: !route.isFull })
  else if (route.screen === 'inbox') {
    const { task, tab } = route
    navigate({ screen: 'tasks', query: '', task, tab, isFull: true })
  }
}

export const goToFunction = (functionName: string): void => navigate({ screen: 'functions', functionName })

/** Jumps to the new task; the toast leads back. */
export async function replayTask(task: TaskTarget): Promise<void> {
  try {
    const made = await taskDetailActions.replay(task)
    goToTask(made)
    const action = { label: text('task.actions.showOld'), onClick: () => goToTask(task) }
    toast({ text: text('task.actions.queued', { id: shortId(made.taskId) }), tone: 'run', action })
  } catch (error) {
    toast({ text: text('task.actions.replayFailed', { reason: reasonIn(error) }), tone: 'fail' })
  }
}

/** What becomes of it, its state says where it is shown. */
export async function stopTask(task: TaskTarget): Promise<void> {
  try {
    await taskDetailActions.stop(task)
  } catch (error) {
    toast({ text: text('task.actions.stopFailed', { reason: reasonIn(error) }), tone: 'fail' })
  }
}

/** Those among them that are open dead letters. What is no dead letter, or resolved already, is left alone. */
export async function resolveTasks(seqs: readonly number[]): Promise<void> {
  try {
    const count = await resolveLetters(seqs)
    if (count === 0) toast({ text: text('task.actions.nothingToResolve') })
    else toast({ text: text('task.actions.resolved', { count }), tone: 'ok' })
  } catch (error) {
    toast({ text: text('task.actions.resolveFailed', { reason: reasonIn(error) }), tone: 'fail' })
  }
}

const reasonIn = (error: unknown): string => (error instanceof AppError ? error.message : String(error))
