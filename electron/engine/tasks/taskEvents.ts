/**
 * FC's `events` of a task: which state it came into, when, and why (FC.md sections 1.5 and 2.1).
 * Derived from the timestamps of the task and its attempts, so nothing is written per transition.
 *
 * `detail` is empty or JSON text: `{"Error": …}` after a failed attempt, as in FC's sample, and
 * `{"Reason": …}` where the engine ended the task. Pure.
 */
import type { Attempt, TaskSummary, TaskTransition } from '../../../shared/domain/task.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'

export type TaskFacts = Pick<TaskSummary, 'state' | 'submittedAtMs' | 'endedAtMs' | 'errorType' | 'reason'> & {
  stoppingAtMs: number | null
  attempts: readonly Attempt[]
}

export function taskEvents(task: TaskFacts): TaskTransition[] {
  const events: TaskTransition[] = [{ state: 'Enqueued', atMs: task.submittedAtMs, detail: '' }]
  const add = (state: TaskTransition['state'], atMs: number | null, detail = '') => {
    if (atMs !== null) events.push({ state, atMs, detail })
  }
  for (const [index, attempt] of task.attempts.entries()) {
    add('Dequeued', attempt.dequeuedAtMs)
    add('Running', attempt.startedAtMs)
    const isLast = index === task.attempts.length - 1
    if (wentOn(attempt, { task, isLast })) add('Retrying', attempt.endedAtMs, errorDetail(attempt))
  }
  add('Stopping', task.stoppingAtMs)
  if (taskStates.isFinal(task.state)) add(task.state, task.endedAtMs, finalDetail(task))
  return events
}

/** The attempt failed or was interrupted, and the task did not end with it. */
function wentOn({ outcome, endedAtMs }: Attempt, { task, isLast }: { task: TaskFacts; isLast: boolean }): boolean {
  if (outcome !== 'Failed' && outcome !== 'Interrupted') return false
  return !(isLast && task.state === 'Failed' && endedAtMs === task.endedAtMs)
}

const errorDetail = ({ outcome, errorType }: Attempt) => JSON.stringify({ Error: errorType ?? outcome })

function finalDetail({ state, errorType, reason }: TaskFacts): string {
  if (state === 'Failed' && errorType !== null) return JSON.stringify({ Error: errorType })
  return reason === null ? '' : JSON.stringify({ Reason: reason })
}
