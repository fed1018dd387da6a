/** How many match: exact where the counters know, else up to a limit, else on request. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { applyQuery, stopSearch } from '../../../renderer/stores/taskList.ts'
import {
  canCountByCounters,
  countByCounters,
  countExactly,
  recountWhenDue,
} from '../../../renderer/stores/taskListCount.ts'
import { resetTaskList, useTaskList } from '../../../renderer/stores/taskListState.ts'
import { FakeHost, tasksUpTo } from './taskListFakeHost.ts'

const count = () => useTaskList.getState().count

async function openList(query: string, taskCount: number): Promise<FakeHost> {
  const host = new FakeHost().open()
  host.add(...tasksUpTo(taskCount))
  await applyQuery(query)
  await vi.advanceTimersByTimeAsync(100)
  return host
}

beforeEach(() => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  resetTaskList()
})

describe('the count of a filter', () => {
  it('comes from the counters when it is about functions and states only', async () => {
    const host = await openList('status:running fn:charge-*', 5)
    expect(count()).toMatchObject({ value: 5, isExact: true })
    expect(host.callsOf('tasks.count')).toEqual([])
  })

  it('is counted when it is about anything else', async () => {
    await openList('task-', 5)
    expect(count()).toMatchObject({ value: 5, isExact: true })
  })

  it('is at least ten thousand beyond that, and exact on request', async () => {
    await openList('task-', 10_100)
    expect(count()).toMatchObject({ value: 10_000, isExact: false })
    await countExactly()
    expect(count()).toMatchObject({ value: 10_100, isExact: true })
    expect(useTaskList.getState().isCounting).toBe(false)
  })

  it('is exact at ten thousand', async () => {
    await openList('task-', 10_000)
    expect(count()).toMatchObject({ value: 10_000, isExact: true })
  })

  it('follows what changes, soon after the last change too', async () => {
    const host = await openList('', 5)
    host.add(...tasksUpTo(7).filter(({ seq }) => seq > 5))
    recountWhenDue()
    await vi.advanceTimersByTimeAsync(100)
    expect(count()).toMatchObject({ value: 5 })
    await vi.advanceTimersByTimeAsync(2_000)
    expect(count()).toMatchObject({ value: 7, isExact: true })
  })

  it('stays while the list is held still', async () => {
    const host = await openList('', 5)
    host.add(...tasksUpTo(7).filter(({ seq }) => seq > 5))
    useTaskList.setState({ isPaused: true })
    recountWhenDue()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(count()).toMatchObject({ value: 5 })
  })

  it('goes on after a search that the user stopped', async () => {
    const host = await openList('task-', 10_100)
    stopSearch()
    await countExactly()
    expect(count()).toMatchObject({ value: 10_100, isExact: true })
    expect(useTaskList.getState().isCounting).toBe(false)
    expect(host.callsOf('tasks.count').length).toBeGreaterThan(1)
  })

  it('is forgotten with the filter that it was of', async () => {
    const host = await openList('task-', 5)
    host.held.add('tasks.totals')
    void applyQuery('status:failed')
    await vi.advanceTimersByTimeAsync(100)
    expect(count()).toBeNull()
  })

  it('is not that of an earlier filter whose answer comes late', async () => {
    const host = await openList('', 5)
    host.held.add('tasks.count')
    await applyQuery('task-')
    await applyQuery('status:failed')
    host.release()
    await vi.advanceTimersByTimeAsync(100)
    expect(count()).toMatchObject({ value: 0, isExact: true })
  })
})

describe('the counters', () => {
  const totals = [
    { functionName: 'charge-card', state: 'Failed' as const, count: 3 },
    { functionName: 'charge-test', state: 'Failed' as const, count: 5 },
    { functionName: 'receipt', state: 'Running' as const, count: 7 },
  ]

  it('add up what a filter of states and functions lets through', () => {
    expect(countByCounters({}, totals)).toBe(15)
    expect(countByCounters({ states: ['Failed'] }, totals)).toBe(8)
    expect(countByCounters({ functions: ['charge-*'], notFunctions: ['charge-test'] }, totals)).toBe(3)
  })

  it('know nothing of times, ids and texts', () => {
    expect(canCountByCounters({ states: ['Failed'], functions: ['a'], notFunctions: ['b'] })).toBe(true)
    expect(canCountByCounters({ idPrefix: 'a' })).toBe(false)
    expect(canCountByCounters({ submittedFromMs: 1 })).toBe(false)
  })
})
