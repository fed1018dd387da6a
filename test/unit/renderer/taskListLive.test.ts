/** The nine rules of a live list that does not jump (UX.md section 4), with a host in the test's hands. */
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { applyQuery, loadMore, refresh } from '../../../renderer/stores/taskList.ts'
import { setPaused, setPresence, startTaskListLive } from '../../../renderer/stores/taskListLive.ts'
import { focusSeq, toggleSelected } from '../../../renderer/stores/taskListSelection.ts'
import { resetTaskList, useTaskList } from '../../../renderer/stores/taskListState.ts'
import { aTask, FakeHost, tasksUpTo } from './taskListFakeHost.ts'

const list = () => useTaskList.getState()
const states = () => list().seqs.map((seq) => list().rows.get(seq)?.task.state)

/** A list of so many tasks with somebody in front of it, so that nothing flows in. */
async function openList({ count = 3, query = '', isBusy = true } = {}): Promise<FakeHost> {
  const host = new FakeHost().open()
  host.add(...tasksUpTo(count))
  onTestFinished(startTaskListLive())
  setPresence({ isPointerOver: isBusy })
  await applyQuery(query)
  await settle()
  return host
}

/** All that is due within an update, and the pause after it. */
const settle = () => vi.advanceTimersByTimeAsync(300)
async function tick(host: FakeHost): Promise<void> {
  host.tick()
  await settle()
}

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 15) })
  onTestFinished(() => void vi.useRealTimers())
  resetTaskList()
})

describe('rule 1: rows that are seen', () => {
  it('are patched where they are', async () => {
    const host = await openList()
    host.change(2, { state: 'Succeeded' })
    await tick(host)
    expect(list().seqs).toEqual([3, 2, 1])
    expect(states()).toEqual(['Running', 'Succeeded', 'Running'])
  })

  it('keep their identity when nothing changed, so that they are not drawn again', async () => {
    const host = await openList()
    const before = list().rows
    await tick(host)
    expect(list().rows).toBe(before)
    host.change(1, { state: 'Failed' })
    await tick(host)
    expect(list().rows.get(3)).toBe(before.get(3))
  })

  it('are the only ones that are asked for', async () => {
    const host = await openList({ count: 90 })
    setPresence({ firstIndex: 10, lastIndex: 12 })
    await tick(host)
    expect(host.callsOf('tasks.rows').at(-1)).toMatchObject({ seqs: [80, 79, 78] })
  })
})

describe('rule 2: what is new', () => {
  it('is counted, and moves nothing', async () => {
    const host = await openList()
    host.add(aTask(4), aTask(5))
    await tick(host)
    expect(list()).toMatchObject({ newCount: 2, seqs: [3, 2, 1] })
  })

  it('comes when the user asks for it', async () => {
    const host = await openList()
    host.add(aTask(4), aTask(5))
    await tick(host)
    await refresh()
    expect(list()).toMatchObject({ newCount: 0, seqs: [5, 4, 3, 2, 1] })
  })

  it('flows in by itself at the top of a list that nobody has touched for two seconds', async () => {
    const host = await openList({ isBusy: false })
    host.add(aTask(4))
    await tick(host)
    expect(list().seqs).toEqual([3, 2, 1])
    await vi.advanceTimersByTimeAsync(2_000)
    expect(list()).toMatchObject({ newCount: 0, seqs: [4, 3, 2, 1] })
  })

  it.each([
    ['the list is scrolled', () => setPresence({ isAtTop: false })],
    ['the pointer is over the rows', () => setPresence({ isPointerOver: true })],
    ['a row has the focus', () => setPresence({ hasRowFocus: true })],
    ['a task is open beside it', () => setPresence({ hasOpenTask: true })],
    ['something is selected', () => toggleSelected(2)],
  ])('stays counted while %s', async (_, touch) => {
    const host = await openList({ isBusy: false })
    touch()
    host.add(aTask(4))
    await vi.advanceTimersByTimeAsync(3_000)
    await tick(host)
    expect(list()).toMatchObject({ newCount: 1, seqs: [3, 2, 1] })
  })

  it('does not flow in when the pointer came while it was on its way', async () => {
    const host = await openList({ isBusy: false })
    await vi.advanceTimersByTimeAsync(3_000)
    host.held.add('tasks.list')
    host.add(aTask(4))
    await tick(host)
    setPresence({ isPointerOver: true })
    host.release()
    await settle()
    expect(list()).toMatchObject({ newCount: 1, seqs: [3, 2, 1] })
  })

  it('leaves no gap when there are more than a page: the list begins again', async () => {
    const host = await openList({ isBusy: false })
    await vi.advanceTimersByTimeAsync(3_000)
    host.add(...tasksUpTo(250).slice(3))
    await tick(host)
    expect(list().seqs).toEqual(Array.from({ length: 100 }, (_, index) => 250 - index))
    await loadMore()
    expect(list().seqs.at(-1)).toBe(51)
  })

  it('fills a list in which there was nothing', async () => {
    const host = await openList({ count: 0 })
    host.add(aTask(1))
    await tick(host)
    expect(list().seqs).toEqual([1])
  })
})

describe('rule 2 for old tasks that match since now', () => {
  async function openFailed({ isBusy = true } = {}): Promise<FakeHost> {
    const host = await openList({ count: 0, query: 'status:failed', isBusy })
    host.add(aTask(1, { state: 'Running' }), aTask(2, { state: 'Failed' }), aTask(3), aTask(4, { state: 'Failed' }))
    await tick(host)
    expect(list().seqs).toEqual([4, 2])
    return host
  }
  const later = () => vi.advanceTimersByTimeAsync(2_500)

  it('are counted, between the rows and below them, and move nothing', async () => {
    const host = await openFailed()
    host.change(3, { state: 'Failed' })
    host.change(1, { state: 'Failed' })
    host.add(aTask(5, { state: 'Failed' }))
    await tick(host)
    await later()
    expect(list()).toMatchObject({ newCount: 3, seqs: [4, 2] })
    await tick(host)
    expect(list().newCount).toBe(3)
    await refresh()
    expect(list()).toMatchObject({ newCount: 0, seqs: [5, 4, 3, 2, 1] })
  })

  it('do not count what has left the filter as new', async () => {
    const host = await openFailed()
    host.change(2, { state: 'Running' })
    await tick(host)
    await later()
    expect(list()).toMatchObject({ newCount: 0, seqs: [4, 2] })
    host.change(3, { state: 'Failed' })
    await tick(host)
    await later()
    expect(list().newCount).toBe(1)
  })

  it('flow in at their places in a list that nobody touches', async () => {
    const host = await openFailed({ isBusy: false })
    await later()
    host.change(3, { state: 'Failed' })
    await tick(host)
    await later()
    expect(list()).toMatchObject({ newCount: 0, seqs: [4, 3, 2] })
  })

  it('are left to the next page where they are older than what is loaded', async () => {
    const host = await openList({ count: 250, query: 'status:running' })
    host.change(5, { state: 'Failed' })
    host.change(120, { state: 'Failed' })
    await refresh()
    const { seqs } = list()
    expect(seqs).toHaveLength(100)
    host.change(5, { state: 'Running' })
    await tick(host)
    await later()
    expect(list()).toMatchObject({ newCount: 0, seqs })
  })

  it('are not looked for when nothing can come to match', async () => {
    const host = await openList({ query: 'fn:charge-card' })
    const before = host.callsOf('tasks.count').length
    await tick(host)
    await later()
    expect(host.callsOf('tasks.count').length - before).toBe(1) // what is newer
  })
})

describe('rule 3: a row that no longer matches', () => {
  it('stays where it is and says so, until the user refreshes', async () => {
    const host = await openList({ query: 'status:running' })
    host.change(2, { state: 'Succeeded' })
    await tick(host)
    expect(list().seqs).toEqual([3, 2, 1])
    expect(list().rows.get(2)).toMatchObject({ match: 'no', task: { state: 'Succeeded' } })
    await refresh()
    expect(list().seqs).toEqual([3, 1])
  })

  it('stays also when its record is gone', async () => {
    const host = await openList()
    host.tasks.delete(2)
    await tick(host)
    expect(list().seqs).toEqual([3, 2, 1])
    expect(list().rows.get(2)?.match).toBe('gone')
  })
})

describe('rule 4: focus and selection', () => {
  it('are kept by seq through refreshes and new connections', async () => {
    const host = await openList()
    toggleSelected(1)
    focusSeq(2)
    host.add(aTask(4))
    await refresh()
    host.lose()
    await vi.advanceTimersByTimeAsync(5_000)
    await tick(host)
    expect(list()).toMatchObject({ focusSeq: 2, selected: new Set([1]), seqs: [4, 3, 2, 1] })
  })

  it('are kept with the row when a refresh takes it out of the list', async () => {
    const host = await openList({ query: 'status:running' })
    toggleSelected(2)
    host.change(2, { state: 'Succeeded' })
    await tick(host)
    await refresh()
    expect(list().seqs).toEqual([3, 1])
    expect(list().rows.get(2)?.task.taskId).toBe('task-2')
  })
})

describe('rule 5: a paused list', () => {
  it('asks for nothing, also when the window is seen again', async () => {
    const host = await openList()
    setPaused(true)
    const callCount = host.calls.length
    host.change(2, { state: 'Succeeded' })
    await tick(host)
    setPresence({ isHidden: true })
    setPresence({ isHidden: false })
    await tick(host)
    expect(host.calls.length).toBe(callCount)
    expect(states()).toEqual(['Running', 'Running', 'Running'])
  })

  it('takes no answer that was on its way', async () => {
    const host = await openList()
    host.held.add('tasks.rows')
    host.change(2, { state: 'Succeeded' })
    await tick(host)
    setPaused(true)
    host.release()
    await settle()
    expect(states()).toEqual(['Running', 'Running', 'Running'])
  })

  it('catches up at once when the user goes on', async () => {
    const host = await openList()
    setPaused(true)
    host.change(2, { state: 'Succeeded' })
    await tick(host)
    setPaused(false)
    await settle()
    expect(states()).toEqual(['Running', 'Succeeded', 'Running'])
  })
})

describe('rule 6: a hidden window', () => {
  it('asks for nothing until it is seen', async () => {
    const host = await openList()
    setPresence({ isHidden: true })
    const callCount = host.calls.length
    host.change(2, { state: 'Succeeded' })
    await tick(host)
    expect(host.calls.length).toBe(callCount)
    setPresence({ isHidden: false })
    await settle()
    expect(states()).toEqual(['Running', 'Succeeded', 'Running'])
  })
})

describe('rule 7: updates', () => {
  it('are at most four a second, and the last change is among them', async () => {
    const host = await openList()
    const before = host.callsOf('tasks.rows').length
    for (let change = 0; change < 100; change++) {
      host.change(2, { attemptCount: change })
      host.tick()
      await vi.advanceTimersByTimeAsync(10)
    }
    await settle()
    expect(host.callsOf('tasks.rows').length - before).toBeLessThanOrEqual(6)
    expect(list().rows.get(2)?.task.attemptCount).toBe(99)
  })
})

describe('rule 8: numbers', () => {
  it('stay while new ones are asked for', async () => {
    const host = await openList()
    expect(list().count).toMatchObject({ value: 3, isExact: true })
    host.held.add('tasks.totals').add('tasks.list')
    void refresh()
    await settle()
    expect(list()).toMatchObject({ load: 'loading', count: { value: 3 }, seqs: [3, 2, 1] })
  })

  it('stay when the host is lost', async () => {
    const host = await openList()
    host.failing.set('tasks.rows', { code: 'unavailable', message: 'gone' })
    await tick(host)
    expect(list()).toMatchObject({ load: 'ready', count: { value: 3 }, seqs: [3, 2, 1] })
  })
})

describe('rule 9: a list in which nothing changes', () => {
  it('asks for nothing', async () => {
    const host = await openList()
    await vi.advanceTimersByTimeAsync(2_000) // until what was opened has been counted
    const callCount = host.calls.length
    await vi.advanceTimersByTimeAsync(60_000)
    expect(host.calls.length).toBe(callCount)
  })
})
