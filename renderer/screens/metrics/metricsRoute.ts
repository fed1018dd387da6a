/** Where the screen is, and how it changes that. What is chosen in it replaces the entry of the history. */
import type { TimeSpan } from '../../charts/index.ts'
import { tasksQueryOf } from '../../stores/metricsTime.ts'
import { type MetricRange, type MetricsRoute, navigate, TASKS_ROUTE, useRoute } from '../../stores/route.ts'

const START: MetricsRoute = { screen: 'metrics', functionName: null, range: null }

export const useMetricsRoute = (): MetricsRoute => useRoute((route) => (route.screen === 'metrics' ? route : START))

const current = (): MetricsRoute => {
  const route = useRoute.getState()
  return route.screen === 'metrics' ? route : START
}

export const showRange = (range: MetricRange): void => {
  const { zoom: _, ...route } = current()
  navigate({ ...route, range }, { replace: true })
}

export const showScope = (scope: { functionName: string | null; isAccount: boolean }): void => {
  const { isAccount: _, ...route } = current()
  navigate({ ...route, functionName: scope.functionName, ...(scope.isAccount && { isAccount: true }) })
}

export const select = (selection: TimeSpan | null): void => navigate({ ...current(), selection }, { replace: true })

/** Into the selection, with a way back in the history. */
export const zoomInto = (zoom: TimeSpan): void => navigate({ ...current(), zoom, selection: null })

export const leaveZoom = (): void => {
  const { zoom: _, ...route } = current()
  navigate(route)
}

/** Everything that was triggered in the time, of the function that is shown. */
export const showTasks = (span: TimeSpan): void =>
  navigate({ ...TASKS_ROUTE, query: tasksQueryOf(span, current().functionName) })
