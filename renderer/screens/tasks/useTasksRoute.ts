/**
 * Where a list of tasks is, the task screen or the members of a group in the inbox, and the moves that it makes from
 * there. The filter's text lives in the address.
 */
import {
  type InboxRoute,
  navigate,
  type Route,
  TASKS_ROUTE,
  type TaskTab,
  type TaskTarget,
  useRoute,
} from '../../stores/route.ts'

type TasksRoute = Extract<Route, { screen: 'tasks' }>

const tasksRoute = (route: Route): TasksRoute => (route.screen === 'tasks' ? route : (TASKS_ROUTE as TasksRoute)) // it is one
const listRoute = (route: Route): TasksRoute | InboxRoute => (route.screen === 'inbox' ? route : tasksRoute(route))

export const useTasksRoute = (): TasksRoute => useRoute(tasksRoute)
export const currentRoute = (): TasksRoute | InboxRoute => listRoute(useRoute.getState())

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
  const route = currentRoute()
  const closed = { ...route, task: null, tab: null }
  navigate(closed.screen === 'tasks' ? { ...closed, isFull: false } : closed)
}
