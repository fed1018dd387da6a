/** What a window knew of one project is not shown, counted or acted on in another one. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useBatches } from '../../../renderer/stores/batches.ts'
import { useComparison } from '../../../renderer/stores/comparison.ts'
import { followDeliveries, useDeliveries } from '../../../renderer/stores/deliveries.ts'
import { useFunctionDetail } from '../../../renderer/stores/functionDetail.ts'
import { useFunctions } from '../../../renderer/stores/functions.ts'
import { startHost, useHost } from '../../../renderer/stores/host.ts'
import { openImport, useImport } from '../../../renderer/stores/inboxImport.ts'
import { useInbox } from '../../../renderer/stores/inboxState.ts'
import { useInboxTotals } from '../../../renderer/stores/inboxTotals.ts'
import { startLive, useLive } from '../../../renderer/stores/live.ts'
import { useMessageQueues } from '../../../renderer/stores/messageQueues.ts'
import { useQueuePeek } from '../../../renderer/stores/messageQueuesPeek.ts'
import { followOperations, useOperations } from '../../../renderer/stores/operations.ts'
import { startProjectSwitch } from '../../../renderer/stores/projectSwitch.ts'
import { useRoute } from '../../../renderer/stores/route.ts'
import { useViewCounts } from '../../../renderer/stores/savedViews.ts'
import { textPayload } from '../../../renderer/stores/submitDraft.ts'
import { selectDraft, submitForm, useSubmitForm } from '../../../renderer/stores/submitForm.ts'
import { showQuery } from '../../../renderer/stores/taskList.ts'
import { toggleSelected } from '../../../renderer/stores/taskListSelection.ts'
import { resetTaskList, useTaskList } from '../../../renderer/stores/taskListState.ts'
import { connectToFake, type FakeLink } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'
import { aTask } from './taskListFakeHost.ts'

const NO_REVISIONS = { tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 }
const stops: (() => void)[] = []
let workspaceDir = ''
let link: FakeLink
const draftText = () => {
  const { payload } = selectDraft('charge')(useSubmitForm.getState())
  return payload.kind === 'text' ? payload.text : ''
}

beforeEach(async () => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  })
  vi.stubGlobal('window', {
    location: { hash: '' },
    history: { pushState: () => {}, replaceState: () => {} },
    localStorage: { getItem: () => null, setItem: () => {} },
  })
  workspaceDir = '/home/dev/shop/.taskyard'
  link = connectToFake({
    'host.info': () => ({ workspaceDir, startedAtMs: 1, project: null, projectError: null, notices: [] }),
    'tasks.totals': () => ({ totals: [] }),
    'tasks.list': () => ({ tasks: [aTask(2), aTask(1)], nextCursor: null }),
    'tasks.count': () => ({ count: 3, nextCursor: null }),
  })
  stops.push(startLive(), startProjectSwitch(), startHost())
  await until(() => useHost.getState().info !== null, { what: 'the host' })
})
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  useHost.setState(useHost.getInitialState(), true)
  resetTaskList()
  vi.unstubAllGlobals()
})

async function comeBackWith(dir: string): Promise<void> {
  const { connection } = useLive.getState()
  workspaceDir = dir
  link.lose()
  await until(() => useLive.getState().connection > connection && useHost.getState().info?.workspaceDir === dir, {
    what: `the host with ${dir}`,
  })
}

describe('another project', () => {
  it('has none of the rows that were listed, selected or counted', async () => {
    await showQuery('')
    toggleSelected(2)
    await comeBackWith('/home/dev/media/.taskyard')
    expect(useTaskList.getState()).toEqual(useTaskList.getInitialState())
  })

  it('is asked for the tasks of the same filter', async () => {
    await showQuery('')
    await comeBackWith('/home/dev/media/.taskyard')
    const before = link.calls.filter(({ name }) => name === 'tasks.list').length
    await showQuery('')
    expect(link.calls.filter(({ name }) => name === 'tasks.list')).toHaveLength(before + 1)
  })

  it('has its own functions, numbers and open task', async () => {
    useFunctions.setState({ functions: [], reloadedAtMs: { charge: 1 } })
    useFunctionDetail.setState({ charge: { configuration: null, payloads: [], samples: [], history: [], error: null } })
    useViewCounts.setState({ 'fn:old': { count: 7, isExact: true } })
    useRoute.setState(
      { screen: 'tasks', query: '', task: { functionName: 'charge', taskId: 'a' }, tab: 'log', isFull: true },
      true,
    )
    await comeBackWith('/home/dev/media/.taskyard')
    expect(useFunctions.getState()).toMatchObject({ functions: null, reloadedAtMs: {} })
    expect(useFunctionDetail.getState()).toEqual({})
    expect(useViewCounts.getState()).not.toHaveProperty('fn:old')
    expect(useRoute.getState()).toMatchObject({ screen: 'tasks', task: null, isFull: false })
  })

  it('has its own dead letters', async () => {
    useInbox.setState({ load: 'ready', ids: [3], text: 'declined', selected: new Set([3]) })
    useInboxTotals.setState({
      totals: { openGroups: 1, unreadGroups: 1, ignoredGroups: 0, resolvedGroups: 0, openLetters: 9 },
    })
    const task = { functionName: 'charge', taskId: 'a' }
    useRoute.setState({ screen: 'inbox', show: 'open', groupId: 3, query: '', task, tab: 'log' }, true)
    await comeBackWith('/home/dev/media/.taskyard')
    expect(useInbox.getState()).toEqual(useInbox.getInitialState())
    expect(useInboxTotals.getState().totals).toBeNull()
    expect(useRoute.getState()).toMatchObject({ screen: 'inbox', groupId: null, task: null })
  })

  it('has its own deliveries, queues and messages', async () => {
    const sent = new Map([['/home/dev/shop/.taskyard', 7]])
    link.answers['deliveries.list'] = () => {
      const deliveryId = sent.get(workspaceDir)
      return { deliveries: deliveryId === undefined ? [] : [{ deliveryId }], nextCursor: null }
    }
    link.answers['deliveries.totals'] = () => ({ pendingCount: 0, failedCount: 0 })
    stops.push(followDeliveries({ show: 'all', text: 'card' }))
    await until(() => useDeliveries.getState().order.includes(7), { what: 'the deliveries' })
    useMessageQueues.setState({ queues: [] })
    useQueuePeek.setState({ queueName: 'failures', openId: 'a', receipts: new Map([['a', 'handle']]) })
    const at = { screen: 'deliveries', deliveryId: 7, queueName: null, show: 'failed', text: 'card' } as const
    useRoute.setState({ ...at, view: 'deliveries' }, true)
    await comeBackWith('/home/dev/media/.taskyard')
    expect(useMessageQueues.getState().queues).toBeNull()
    expect(useQueuePeek.getState()).toEqual(useQueuePeek.getInitialState())
    expect(useRoute.getState()).toMatchObject({ screen: 'deliveries', deliveryId: null, text: '' })
    await until(() => useDeliveries.getState().load === 'done', { what: 'those of the other project' })
    expect(useDeliveries.getState()).toMatchObject({ order: [], rows: new Map() })
  })

  it('has its own operator log, also when an old page comes late', async () => {
    const late = Promise.withResolvers<void>()
    link.answers['operations.list'] = async () => {
      const asked = workspaceDir
      if (asked === '/home/dev/shop/.taskyard') await late.promise
      const operationId = asked === '/home/dev/shop/.taskyard' ? 1 : 2
      return { operations: [{ operationId }], nextCursor: null }
    }
    stops.push(followOperations())
    await until(() => link.calls.some(({ name }) => name === 'operations.list'), { what: 'the question' })
    workspaceDir = '/home/dev/media/.taskyard'
    link.tick({ ...NO_REVISIONS, host: 1 }) // the same host opens another project: nothing that is asked is lost
    await until(() => useHost.getState().info?.workspaceDir === workspaceDir, { what: 'the other project' })
    late.resolve()
    await until(() => useOperations.getState().load === 'ready', { what: 'the operator log' })
    expect(useOperations.getState().operations.map(({ operationId }) => operationId)).toEqual([2])
  })

  it('has no comparison, batch or pasted failure of the old one', async () => {
    const side = { functionName: 'charge', taskId: 'a' }
    useComparison.setState({ pair: { left: side, right: side } })
    useBatches.setState({ batches: [], waitedFor: [1] })
    openImport('{"requestContext":{}}')
    useRoute.setState({ screen: 'compare', left: 'charge/a', right: 'charge/b' }, true)
    await comeBackWith('/home/dev/media/.taskyard')
    expect(useComparison.getState().pair).toBeNull()
    expect(useBatches.getState()).toEqual(useBatches.getInitialState())
    expect(useImport.getState().isOpen).toBe(false)
    expect(useRoute.getState().screen).toBe('tasks')
  })

  it('has its own drafts, also where a function has the same name', async () => {
    submitForm.change('charge', { payload: textPayload('of the shop') })
    await comeBackWith('/home/dev/media/.taskyard')
    submitForm.open('charge')
    expect(draftText()).toBe('{}')
    await comeBackWith('/home/dev/shop/.taskyard')
    submitForm.open('charge')
    expect(draftText()).toBe('of the shop')
  })
})

describe('the same project after its host was gone', () => {
  it('keeps its rows, what is selected, and what was typed', async () => {
    await showQuery('')
    toggleSelected(2)
    submitForm.change('charge', { payload: textPayload('of the shop') })
    await comeBackWith('/home/dev/shop/.taskyard')
    expect(useTaskList.getState()).toMatchObject({ seqs: [2, 1], selected: new Set([2]) })
    expect(draftText()).toBe('of the shop')
  })
})
