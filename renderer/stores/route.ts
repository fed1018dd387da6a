/**
 * Where the window is, as a deep link: `#/tasks?q=status:failed&task=order-charge/1-69…&tab=log`. The
 * address bar is the truth; back and forward work because every move is an entry of the history.
 */
import { create } from 'zustand'

export type TaskTarget = { functionName: string; taskId: string }
export const TASK_TABS = ['attempts', 'payload', 'result', 'log', 'raw'] as const
export type TaskTab = (typeof TASK_TABS)[number]

export type Route =
  | { screen: 'welcome' }
  /** `query` is the filter's text; `task` is open in the drawer, or fills the screen. */
  | { screen: 'tasks'; query: string; task: TaskTarget | null; tab: TaskTab | null; isFull: boolean }
  | { screen: 'functions'; functionName: string | null }

export const TASKS_ROUTE: Route & { screen: 'tasks' } = {
  screen: 'tasks',
  query: '',
  task: null,
  tab: null,
  isFull: false,
}

export function formatRoute(route: Route): string {
  if (route.screen === 'welcome') return '#/welcome'
  if (route.screen === 'functions') {
    return route.functionName === null ? '#/functions' : `#/functions/${encodeURIComponent(route.functionName)}`
  }
  const search = new URLSearchParams()
  if (route.query !== '') search.set('q', route.query)
  if (route.task !== null) search.set('task', `${route.task.functionName}/${route.task.taskId}`)
  if (route.tab !== null) search.set('tab', route.tab)
  if (route.isFull) search.set('full', '1')
  const text = search.toString()
  return text === '' ? '#/tasks' : `#/tasks?${text}`
}

/** Whatever cannot be read becomes the task list: a link never leads nowhere. */
export function parseRoute(hash: string): Route {
  const [path = '', searchText = ''] = hash.replace(/^#/, '').split('?', 2)
  const [, screen, name] = path.split('/')
  if (screen === 'welcome') return { screen }
  if (screen === 'functions') return { screen, functionName: name ? decoded(name) : null }
  const search = new URLSearchParams(searchText)
  const [, functionName, taskId] = /^([^/]+)\/(.+)$/.exec(search.get('task') ?? '') ?? []
  const tab = TASK_TABS.find((known) => known === search.get('tab')) ?? null
  return {
    screen: 'tasks',
    query: search.get('q') ?? '',
    task: functionName !== undefined && taskId !== undefined ? { functionName, taskId } : null,
    tab,
    isFull: search.get('full') === '1',
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

export const useRoute = create<Route>(() => TASKS_ROUTE)

/** `replace`: no new entry in the history, for what is typed. */
export function navigate(route: Route, { replace = false } = {}): void {
  const url = formatRoute(route)
  if (url === window.location.hash) return
  if (replace) window.history.replaceState(null, '', url)
  else window.history.pushState(null, '', url)
  useRoute.setState(route, true)
}

/** Follows the address bar; once, at the start. */
export function startRoute(): void {
  const follow = () => useRoute.setState(parseRoute(window.location.hash), true)
  window.addEventListener('popstate', follow)
  window.addEventListener('hashchange', follow)
  follow()
}
