/** The task list narrowed to one function, and a task of it open if one is named. */
import type { Route } from '../../stores/route.ts'

export function tasksRouteOf(functionName: string, taskId?: string): Route {
  return {
    screen: 'tasks',
    query: `fn:${functionName}`,
    task: taskId === undefined ? null : { functionName, taskId },
    tab: null,
    isFull: false,
  }
}
