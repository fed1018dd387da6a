/** The pages of the list, and what is said while they are looked for. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import {
  applyQuery,
  expectOwnTask,
  loadMore,
  refresh,
  showQuery,
  stopSearch,
} from '../../../renderer/stores/taskList.ts'
import { startTaskListLive } from '../../../renderer/stores/taskListLive.ts'
import { resetTaskList, useTaskList } from '../../../renderer/stores/taskListState.ts'
import { aTask, FakeHost, tasksUpTo } from './taskListFakeHost.ts'

const list = () => useTaskList.getState()
const seqsDown = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, index) => from - index)

function openHost(count: number): FakeHost {
  const host = new FakeHost().open()
  host.add(...tasksUpTo(count))
  return host
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 15) })
  onTestFinished(() => void vi.useRealTimers())
  resetTaskList()
})

describe('the list', () => {
  it('loads a page at a time, without a gap and without a repetition', async () => {
    openHost(230)
    await applyQuery('')
    expect(list()).toMatchObject({ load: 'ready', seqs: seqsDown(230, 131) })
    await loadMore()
    await loadMore()
    expect(list()).toMatchObject({ seqs: seqsDown(230, 1), cursor: null })
  })

  it('asks for a page once, however often the end is reached', async () => {
    const host = openHost(230)
    await applyQuery('')
    await Promise.all([loadMore(), loadMore(), loadMore()])
    expect(host.callsOf('tasks.list').length).toBe(2)
  })

  it('stays as it was when it is shown again, but has the task that the user made meanwhile', async () => {
    const host = openHost(3)
    await showQuery('')
    host.add(aTask(4))
    await showQuery('')
    expect(list().seqs).toEqual([3, 2, 1])
    expectOwnTask()
    await showQuery('')
    expect(list().seqs).toEqual([4, 3, 2, 1])
  })

  it('keeps the rows of the earlier filter until the first of the new one are there', async () => {
    const host = openHost(3)
    await applyQuery('')
    host.held.add('tasks.list')
    const applied = applyQuery('status:failed')
    await vi.advanceTimersByTimeAsync(100)
    expect(list()).toMatchObject({ load: 'loading', seqs: [3, 2, 1] })
    host.release()
    await applied
    expect(list()).toMatchObject({ load: 'ready', seqs: [] })
  })

  it('forgets the answer to a filter that was replaced in the meantime', async () => {
    const host = openHost(3)
    host.change(1, { state: 'Failed' })
    host.held.add('tasks.list')
    const first = applyQuery('status:running')
    await vi.advanceTimersByTimeAsync(0)
    const second = applyQuery('status:failed')
    await vi.advanceTimersByTimeAsync(0)
    host.release()
    await Promise.all([first, second])
    expect(list()).toMatchObject({ query: 'status:failed', seqs: [1] })
  })
})

describe('a search in which few tasks match', () => {
  it('goes on through short pages, shows what it has and says how far back it is', async () => {
    const host = openHost(50)
    host.change(50, { state: 'Failed' })
    host.change(12, { state: 'Failed' })
    host.lookedAt = 10
    const states: unknown[] = []
    const stop = useTaskList.subscribe(({ seqs, searchedToMs, more }) => states.push({ seqs, searchedToMs, more }))
    await applyQuery('status:failed')
    stop()
    expect(states).toContainEqual({ seqs: [50], searchedToMs: aTask(31).submittedAtMs, more: 'loading' })
    expect(list()).toMatchObject({ seqs: [50, 12], cursor: null, more: 'idle' })
  })

  it('ends when the user stops it, keeps what was found, and can go on', async () => {
    const host = openHost(50)
    host.change(50, { state: 'Failed' })
    host.change(12, { state: 'Failed' })
    host.lookedAt = 10
    const stop = useTaskList.subscribe(({ searchedToMs }) => {
      if (searchedToMs === aTask(31).submittedAtMs) host.held.add('tasks.list')
    })
    const applied = applyQuery('status:failed')
    await vi.advanceTimersByTimeAsync(100)
    stop()
    stopSearch()
    host.release()
    await applied
    expect(list()).toMatchObject({ load: 'ready', more: 'stopped', seqs: [50] })
    await loadMore()
    expect(list()).toMatchObject({ more: 'idle', seqs: [50, 12] })
  })
})

describe('a filter that makes no sense', () => {
  it('is not asked, and nothing matches', async () => {
    const host = openHost(3)
    await applyQuery('status:failed -status:failed')
    expect(host.callsOf('tasks.list')).toEqual([])
    expect(list()).toMatchObject({ load: 'ready', filter: null, seqs: [], count: { value: 0, isExact: true } })
    expect(list().problems).toMatchObject([{ code: 'noStatusLeft' }])
  })

  it('filters by its valid part, and keeps the problems to be said', async () => {
    const host = openHost(3)
    host.change(2, { state: 'Failed' })
    await applyQuery('status:failed queue:own')
    expect(list()).toMatchObject({ seqs: [2], problems: [{ code: 'notYetKey' }] })
  })
})

describe('a list that cannot be loaded', () => {
  it('says why, and is loaded when the user tries again', async () => {
    const host = openHost(3)
    host.failing.set('tasks.list', { code: 'internal', message: 'the reader is broken' })
    await applyQuery('')
    expect(list()).toMatchObject({ load: 'failed', error: { message: 'the reader is broken' } })
    host.failing.clear()
    await refresh()
    expect(list()).toMatchObject({ load: 'ready', error: null, seqs: [3, 2, 1] })
  })

  it('keeps the pages that it has when an older one cannot be loaded', async () => {
    const host = openHost(230)
    await applyQuery('')
    host.failing.set('tasks.list', { code: 'internal', message: 'the reader is broken' })
    await loadMore()
    expect(list()).toMatchObject({ load: 'ready', more: 'failed', seqs: seqsDown(230, 131) })
    host.failing.clear()
    await loadMore()
    expect(list().seqs).toEqual(seqsDown(230, 31))
  })

  it('comes by itself once the host is back', async () => {
    const host = openHost(3)
    onTestFinished(startTaskListLive())
    host.failing.set('tasks.list', { code: 'unavailable', message: 'the host is gone' })
    await applyQuery('')
    host.failing.clear()
    host.lose()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(list()).toMatchObject({ load: 'ready', seqs: [3, 2, 1] })
  })
})
