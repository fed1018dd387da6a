/** The types of one task as the console contract gives it, named for the window's code. */
import type { ConsoleContract } from '../../shared/contract/console.contract.ts'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { TaskTarget } from './route.ts'

export type TaskView = OutputOf<ConsoleContract['tasks.get']>
export type TaskAttempt = TaskView['attempts'][number]
export type TaskRowView = OutputOf<ConsoleContract['tasks.find']>['tasks'][number]
export type LogChunk = OutputOf<ConsoleContract['tasks.log']>['chunks'][number]
export type SourceFrame = NonNullable<OutputOf<ConsoleContract['tasks.source']>['frame']>

export const isSameTarget = (a: TaskTarget | null, b: TaskTarget | null): boolean =>
  a !== null && b !== null && a.functionName === b.functionName && a.taskId === b.taskId

/** Executions that count against the limit: an interrupted one uses no retry. */
export function countedAttempts(attempts: readonly TaskAttempt[]): number {
  return attempts.filter(({ outcome }) => outcome !== 'Interrupted').length
}
