/**
 * Another project has other tasks, functions and drafts, even where their names are the same: nothing of the
 * old one is kept when the host comes back with another workspace.
 */
import { openAsyncDraftsOf } from './asyncDraft.ts'
import { forgetAsync } from './asyncSettings.ts'
import { batchesActions } from './batches.ts'
import { forgetComparison } from './comparison.ts'
import { deliveriesActions } from './deliveries.ts'
import { useFunctionDetail } from './functionDetail.ts'
import { useFunctions } from './functions.ts'
import { type HostInfo, useHost } from './host.ts'
import { leaveGroup } from './inboxGroup.ts'
import { forgetGroups } from './inboxGroups.ts'
import { closeImport } from './inboxImport.ts'
import { forgetInboxTotals } from './inboxTotals.ts'
import { useInstancePage } from './instancePage.ts'
import { instancesActions } from './instances.ts'
import { pullAllAgain } from './live.ts'
import { forgetLogStream } from './logReading.ts'
import { forgetLogSearch } from './logSearch.ts'
import { setLogViewing } from './logViewing.ts'
import { forgetLogVolume } from './logVolume.ts'
import { messageQueuesActions } from './messageQueues.ts'
import { queuePeekActions } from './messageQueuesPeek.ts'
import { forgetMetricFunctions } from './metricsFunctions.ts'
import { forgetMetricSeries } from './metricsSeries.ts'
import { operationsActions } from './operations.ts'
import { forgetLatestFailures } from './overviewFailures.ts'
import { closeRepair } from './repair.ts'
import { repairEditActions } from './repairEdit.ts'
import { DELIVERIES_ROUTE, navigate, TASKS_ROUTE, useRoute } from './route.ts'
import { recountViews } from './savedViews.ts'
import { openDraftsOf } from './submitForm.ts'
import { forgetTasks } from './taskList.ts'
import { useTaskSource } from './taskSource.ts'
import { terminalActions } from './terminals.ts'

/** Once, before anything listens to the host. Ends when the returned function is called. */
export function startProjectSwitch(): () => void {
  let shownDir: string | null = null
  const take = (info: HostInfo | null) => {
    const dir = info?.workspaceDir ?? null
    if (dir === null || dir === shownDir) return
    const isFirst = shownDir === null
    shownDir = dir
    openDraftsOf(dir)
    openAsyncDraftsOf(dir)
    if (!isFirst) forgetProject()
  }
  take(useHost.getState().info)
  return useHost.subscribe(({ info }) => take(info))
}

function forgetProject(): void {
  forgetTasks()
  terminalActions.forgetAll()
  useTaskSource.setState(useTaskSource.getInitialState(), true)
  useFunctionDetail.setState({}, true)
  forgetAsync()
  forgetMetricSeries()
  forgetMetricFunctions()
  forgetLatestFailures()
  useFunctions.setState({ functions: null, error: null, reloadedAtMs: {} })
  instancesActions.forget()
  useInstancePage.setState(useInstancePage.getInitialState(), true)
  forgetLogStream()
  forgetLogSearch()
  forgetLogVolume()
  forgetGroups()
  leaveGroup()
  forgetInboxTotals()
  closeImport()
  deliveriesActions.forget()
  messageQueuesActions.forget()
  queuePeekActions.forget()
  forgetComparison()
  setLogViewing({ marked: null })
  closeRepair()
  repairEditActions.forget()
  batchesActions.forget()
  operationsActions.forget()
  leaveOldPlace()
  recountViews()
  pullAllAgain() // what was read since the connection may have been forgotten just now
}

/** What the address names is of the old project. */
function leaveOldPlace(): void {
  const route = useRoute.getState()
  if (route.screen === 'tasks' && route.task !== null) {
    navigate({ ...route, task: null, tab: null, isFull: false }, { replace: true })
  } else if (route.screen === 'logs') {
    navigate({ ...route, functions: [], instanceId: null, chunk: null }, { replace: true })
  } else if (route.screen === 'inbox') {
    navigate({ ...route, groupId: null, task: null, tab: null }, { replace: true })
  } else if (route.screen === 'deliveries') {
    navigate({ ...DELIVERIES_ROUTE, view: route.view }, { replace: true })
  } else if (route.screen === 'compare') navigate(TASKS_ROUTE, { replace: true })
  else if (route.screen === 'instances') navigate({ ...route, instanceId: null }, { replace: true })
  else if (route.screen === 'metrics') navigate({ ...route, functionName: null }, { replace: true })
}
