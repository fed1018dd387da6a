/** The screens of a project, in the order of the rail: what each is called, where it is, and its key. */
import { DELIVERIES_ROUTE, INBOX_ROUTE, LOGS_ROUTE, type Route, TASKS_ROUTE } from '../../stores/route.ts'
import type { ShortcutId } from '../../stores/shortcuts.ts'
import type { IconName } from '../../ui/index.ts'

/** The comparison is reached from attempts only. */
type RailScreen = Exclude<Route['screen'], 'welcome' | 'compare'>
type ScreenEntry = {
  screen: RailScreen
  icon: IconName
  word: `shell.rail.${RailScreen}`
  route: Route
  shortcut: ShortcutId
}

export const SCREENS: readonly ScreenEntry[] = [
  {
    screen: 'overview',
    icon: 'activity',
    word: 'shell.rail.overview',
    route: { screen: 'overview' },
    shortcut: 'goOverview',
  },
  { screen: 'tasks', icon: 'list', word: 'shell.rail.tasks', route: TASKS_ROUTE, shortcut: 'goTasks' },
  { screen: 'inbox', icon: 'inbox', word: 'shell.rail.inbox', route: INBOX_ROUTE, shortcut: 'goInbox' },
  {
    screen: 'deliveries',
    icon: 'send',
    word: 'shell.rail.deliveries',
    route: DELIVERIES_ROUTE,
    shortcut: 'goDeliveries',
  },
  {
    screen: 'instances',
    icon: 'box',
    word: 'shell.rail.instances',
    route: { screen: 'instances', instanceId: null },
    shortcut: 'goInstances',
  },
  {
    screen: 'functions',
    icon: 'square-function',
    word: 'shell.rail.functions',
    route: { screen: 'functions', functionName: null },
    shortcut: 'goFunctions',
  },
  { screen: 'logs', icon: 'scroll-text', word: 'shell.rail.logs', route: LOGS_ROUTE, shortcut: 'goLogs' },
  {
    screen: 'metrics',
    icon: 'chart-line',
    word: 'shell.rail.metrics',
    route: { screen: 'metrics', functionName: null, range: null },
    shortcut: 'goMetrics',
  },
  {
    screen: 'operations',
    icon: 'history',
    word: 'shell.rail.operations',
    route: { screen: 'operations' },
    shortcut: 'goOperations',
  },
]
