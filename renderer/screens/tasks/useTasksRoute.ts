/** Where the task screen is, and the moves that it makes from there. The filter's text lives in the address. */
import { navigate, type Route, TASKS_ROUTE, type TaskTab, type TaskTarget, useRoute } from '../../stores/route.ts'

type TasksRoute = Extract<Route, { screen: 'tasks' }>

const tasksRoute = (route: Route): TasksRoute => (route.screen === 'tasks' ? route : (TASKS_ROUTE as TasksRoute)) // it is one

export const useTasksRoute = (): TasksRoute => useRoute(tasksRoute)
export const currentRoute = (): TasksRoute => tasksRoute(useRoute.getState())

/** `isTyped`: no entry in the history for each letter. */
export function setQuery(query: string, { isTyped = false } = {}): void {
  const route = currentRoute()
  if (query !== route.query) navigate({ ...route, query }, { replace: isTyped })
}

/** Moving on from one open task to the next makes no entry: back leads out of the drawer. */
export function openTarget({ functionName, taskId }: TaskTarget, { tab }: { tab?: TaskTab } = {}): void {
  const route = currentRoute()
  const task = { functionName, taskId }
  navigate({ ...route, task, ...(tab !== undefined && { tab }) }, { replace: route.task !== null })
}

export function closeTask(): void {
  navigate({ ...currentRoute(), task: null, tab: null, isFull: false })
}
