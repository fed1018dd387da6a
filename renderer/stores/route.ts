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
  | { screen: 'functions'; functionName: string | null; tab?: 'async' }
  /** `range`: without, the screen's own. */
  | { screen: 'overview'; range?: MetricRange }
  | { screen: 'instances'; instanceId: string | null }
  | LogsRoute
  | MetricsRoute
  | InboxRoute
  | DeliveriesRoute
  | { screen: 'operations' }
  /** Two attempts side by side; a side is `function/task` or `function/task/attempt`. */
  | { screen: 'compare'; left: string; right: string }

/** `query` narrows the members of the group; `task` is open beside them. */
export type InboxRoute = {
  screen: 'inbox'
  show: 'open' | 'ignored' | 'resolved'
  groupId: number | null // null: the newest new one
  query: string
  task: TaskTarget | null
  tab: TaskTab | null
}
/** Deliveries, or with `queues` the local message queues, one of them open. */
export type DeliveriesRoute = {
  screen: 'deliveries'
  view: 'deliveries' | 'queues'
  deliveryId: number | null
  queueName: string | null
  show: 'all' | 'pending' | 'failed'
  text: string
  functionName?: string | null // only its deliveries
}
export const INBOX_ROUTE: InboxRoute = {
  screen: 'inbox',
  show: 'open',
  groupId: null,
  query: '',
  task: null,
  tab: null,
}
export const DELIVERIES_ROUTE: DeliveriesRoute = {
  screen: 'deliveries',
  view: 'deliveries',
  deliveryId: null,
  queueName: null,
  show: 'all',
  text: '',
}

/** `search` is a text, or a regular expression; `chunk` is where to look, null at the end. */
export type LogsRoute = {
  screen: 'logs'
  search: string
  isRegex: boolean
  functions: readonly string[] // none: all of them
  instanceId: string | null
  chunk: number | null
}
/** Null: everything, and the range that is the screen's own. Times are in epoch milliseconds. */
export type MetricsRoute = {
  screen: 'metrics'
  functionName: string | null
  range: MetricRange | null
  isAccount?: boolean // only what the console's account has
  selection?: TimeSpan | null // what the brush has chosen
  zoom?: TimeSpan | null // shown instead of a range that ends now
}
/** `beforeMs` is the first instant that is no longer in it. */
export type TimeSpan = { fromMs: number; beforeMs: number }

export const METRIC_RANGES = ['15m', '1h', '24h', '7d'] as const
export type MetricRange = (typeof METRIC_RANGES)[number]

export const LOGS_ROUTE: LogsRoute = {
  screen: 'logs',
  search: '',
  isRegex: false,
  functions: [],
  instanceId: null,
  chunk: null,
}

export const TASKS_ROUTE: Route & { screen: 'tasks' } = {
  screen: 'tasks',
  query: '',
  task: null,
  tab: null,
  isFull: false,
}

export function formatRoute(route: Route): string {
  if (route.screen === 'welcome') return '#/welcome'
  if (route.screen === 'overview') return route.range === undefined ? '#/overview' : `#/overview?range=${route.range}`
  if (route.screen === 'instances') {
    return route.instanceId === null ? '#/instances' : `#/instances/${encodeURIComponent(route.instanceId)}`
  }
  if (route.screen === 'logs') return formatLogs(route)
  if (route.screen === 'metrics') return formatMetrics(route)
  if (route.screen === 'inbox') return formatInbox(route)
  if (route.screen === 'deliveries') return formatDeliveries(route)
  if (route.screen === 'operations') return '#/operations'
  if (route.screen === 'compare') {
    return `#/compare?${new URLSearchParams({ left: route.left, right: route.right }).toString()}`
  }
  if (route.screen === 'functions') {
    if (route.functionName === null) return '#/functions'
    return `#/functions/${encodeURIComponent(route.functionName)}${route.tab === 'async' ? '?tab=async' : ''}`
  }
  const search = new URLSearchParams()
  if (route.query !== '') search.set('q', route.query)
  if (route.task !== null) search.set('task', `${route.task.functionName}/${route.task.taskId}`)
  if (route.tab !== null) search.set('tab', route.tab)
  if (route.isFull) search.set('full', '1')
  const text = search.toString()
  return text === '' ? '#/tasks' : `#/tasks?${text}`
}

function formatLogs({ search, isRegex, functions, instanceId, chunk }: LogsRoute): string {
  const parts = new URLSearchParams()
  if (search !== '') parts.set('q', search)
  if (isRegex) parts.set('regex', '1')
  if (functions.length > 0) parts.set('fn', functions.join(','))
  if (instanceId !== null) parts.set('inst', instanceId)
  if (chunk !== null) parts.set('at', String(chunk))
  const text = parts.toString()
  return text === '' ? '#/logs' : `#/logs?${text}`
}

function formatMetrics({ functionName, range, isAccount, selection, zoom }: MetricsRoute): string {
  const path = functionName === null ? '#/metrics' : `#/metrics/${encodeURIComponent(functionName)}`
  const parts = new URLSearchParams()
  if (range !== null) parts.set('range', range)
  if (isAccount === true && functionName === null) parts.set('scope', 'account')
  if (zoom) parts.set('zoom', spanText(zoom))
  if (selection) parts.set('time', spanText(selection))
  const text = parts.toString()
  return text === '' ? path : `${path}?${text}`
}

function parseMetrics(name: string | undefined, search: URLSearchParams): MetricsRoute {
  const zoom = spanOf(search.get('zoom'))
  const selection = spanOf(search.get('time'))
  return {
    screen: 'metrics',
    functionName: name ? decoded(name) : null,
    range: rangeOf(search),
    ...(search.get('scope') === 'account' && !name && { isAccount: true }),
    ...(zoom !== null && { zoom }),
    ...(selection !== null && { selection }),
  }
}

const rangeOf = (search: URLSearchParams) => METRIC_RANGES.find((known) => known === search.get('range')) ?? null

const spanText = ({ fromMs, beforeMs }: TimeSpan) => `${fromMs}-${beforeMs}`

function spanOf(text: string | null): TimeSpan | null {
  const [, from, before] = /^(\d{1,15})-(\d{1,15})$/.exec(text ?? '') ?? []
  const span = { fromMs: Number(from), beforeMs: Number(before) }
  return span.beforeMs > span.fromMs ? span : null
}

function parseLogs(search: URLSearchParams): LogsRoute {
  const chunk = Number(search.get('at') ?? Number.NaN)
  return {
    screen: 'logs',
    search: search.get('q') ?? '',
    isRegex: search.get('regex') === '1',
    functions: (search.get('fn') ?? '').split(',').filter((name) => name !== ''),
    instanceId: search.get('inst'),
    chunk: Number.isSafeInteger(chunk) && chunk >= 0 ? chunk : null,
  }
}

function formatInbox({ show, groupId, query, task, tab }: InboxRoute): string {
  const parts = new URLSearchParams()
  if (show !== 'open') parts.set('show', show)
  if (query !== '') parts.set('q', query)
  if (task !== null) parts.set('task', `${task.functionName}/${task.taskId}`)
  if (tab !== null) parts.set('tab', tab)
  return withParts(groupId === null ? '#/inbox' : `#/inbox/${groupId}`, parts)
}

function formatDeliveries({ view, deliveryId, queueName, show, text, functionName }: DeliveriesRoute): string {
  const parts = new URLSearchParams()
  if (show !== 'all') parts.set('show', show)
  if (text !== '') parts.set('q', text)
  if (view === 'deliveries' && functionName) parts.set('fn', functionName)
  if (view === 'queues') {
    return withParts(queueName === null ? '#/queues' : `#/queues/${encodeURIComponent(queueName)}`, parts)
  }
  return withParts(deliveryId === null ? '#/deliveries' : `#/deliveries/${deliveryId}`, parts)
}

function withParts(path: string, parts: URLSearchParams): string {
  const text = parts.toString()
  return text === '' ? path : `${path}?${text}`
}

function parseInbox(id: string | undefined, search: URLSearchParams): InboxRoute {
  const show = search.get('show')
  return {
    screen: 'inbox',
    show: show === 'ignored' || show === 'resolved' ? show : 'open',
    groupId: numberOf(id),
    query: search.get('q') ?? '',
    task: taskOf(search),
    tab: tabOf(search),
  }
}

function parseDeliveries(
  view: DeliveriesRoute['view'],
  name: string | undefined,
  search: URLSearchParams,
): DeliveriesRoute {
  const show = search.get('show')
  const functionName = view === 'deliveries' ? search.get('fn') : null
  return {
    screen: 'deliveries',
    view,
    deliveryId: view === 'deliveries' ? numberOf(name) : null,
    queueName: view === 'queues' && name ? decoded(name) : null,
    show: show === 'pending' || show === 'failed' ? show : 'all',
    text: search.get('q') ?? '',
    ...(functionName && { functionName }),
  }
}

const numberOf = (text: string | undefined) => (/^\d{1,16}$/.test(text ?? '') ? Number(text) : null)
const tabOf = (search: URLSearchParams) => TASK_TABS.find((known) => known === search.get('tab')) ?? null

function taskOf(search: URLSearchParams): TaskTarget | null {
  const [, functionName, taskId] = /^([^/]+)\/(.+)$/.exec(search.get('task') ?? '') ?? []
  return functionName !== undefined && taskId !== undefined ? { functionName, taskId } : null
}

/** Whatever cannot be read becomes the task list: a link never leads nowhere. */
export function parseRoute(hash: string): Route {
  const [path = '', searchText = ''] = hash.replace(/^#/, '').split('?', 2)
  const [, screen, name] = path.split('/')
  if (screen === 'welcome') return { screen }
  if (screen === 'instances') return { screen, instanceId: name ? decoded(name) : null }
  const search = new URLSearchParams(searchText)
  if (screen === 'functions') {
    const tab = search.get('tab') === 'async' ? ({ tab: 'async' } as const) : {}
    return { screen, functionName: name ? decoded(name) : null, ...tab }
  }
  if (screen === 'inbox') return parseInbox(name, search)
  if (screen === 'deliveries' || screen === 'queues') return parseDeliveries(screen, name, search)
  if (screen === 'operations') return { screen }
  if (screen === 'compare') return { screen, left: search.get('left') ?? '', right: search.get('right') ?? '' }
  if (screen === 'logs') return parseLogs(search)
  if (screen === 'metrics') return parseMetrics(name, search)
  if (screen === 'overview') {
    const range = rangeOf(search)
    return range === null ? { screen } : { screen, range }
  }
  return {
    screen: 'tasks',
    query: search.get('q') ?? '',
    task: taskOf(search),
    tab: tabOf(search),
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
