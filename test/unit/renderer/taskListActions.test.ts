/** What the user does to rows: focus, selection, retry and stop; and the times that a row shows. */
import { beforeEach, describe, expect, it } from 'vitest'
import { applyQuery, loadMore, refresh } from '../../../renderer/stores/taskList.ts'
import { runBatch } from '../../../renderer/stores/taskListBatch.ts'
import {
  chosenRows,
  clearSelection,
  focusIndex,
  focusSeq,
  moveFocus,
  selectCanSelectMore,
  selectLoaded,
  selectMatching,
  selectRangeTo,
  toggleSelected,
} from '../../../renderer/stores/taskListSelection.ts'
import { resetTaskList, useTaskList } from '../../../renderer/stores/taskListState.ts'
import { dueIn, runOf, waitOf } from '../../../renderer/stores/taskListTimes.ts'
import { aTask, FakeHost, tasksUpTo } from './taskListFakeHost.ts'

const list = () => useTaskList.getState()

async function openList(count = 6): Promise<FakeHost> {
  const host = new FakeHost().open()
  host.add(...tasksUpTo(count))
  await applyQuery('')
  return host
}

beforeEach(resetTaskList)

describe('the focus', () => {
  it('begins with the newest and stays within the rows', async () => {
    await openList()
    expect(moveFocus(1)).toBe(6)
    expect(moveFocus(1)).toBe(5)
    expect(moveFocus(-9)).toBe(6)
    expect(focusIndex(99)).toBe(1)
  })

  it('is nowhere in an empty list', async () => {
    await openList(0)
    expect(moveFocus(1)).toBeNull()
  })
})

describe('a selection', () => {
  it('goes from where it began to the row of the range, in either direction', async () => {
    await openList()
    toggleSelected(4)
    selectRangeTo(2)
    expect(list().selected).toEqual(new Set([4, 3, 2]))
    selectRangeTo(6)
    expect(list().selected).toEqual(new Set([4, 3, 2, 6, 5]))
  })

  it('has all that match, of the moment in which it was asked for', async () => {
    const host = await openList(250)
    expect(selectCanSelectMore(list())).toBe(false)
    selectLoaded()
    expect(list().selected.size).toBe(100)
    expect(selectCanSelectMore(list())).toBe(true)
    await selectMatching()
    host.add(aTask(251))
    await refresh()
    expect(list().selected.size).toBe(250)
    expect(list().frozen).toMatchObject({ isWhole: true })
    expect(chosenRows()).toHaveLength(250)
    toggleSelected(251)
    expect(list()).toMatchObject({ frozen: null })
  })

  it('has the newest thousand where more match', async () => {
    await openList(1_150)
    selectLoaded()
    await selectMatching()
    expect(list().selected.size).toBe(1_000)
    expect(list()).toMatchObject({ frozen: { isWhole: false }, isGathering: false })
    expect(Math.min(...list().selected)).toBe(151)
  })

  it('waits for the page that the list is loading itself', async () => {
    await openList(250)
    selectLoaded()
    void loadMore()
    await selectMatching()
    expect(list().selected.size).toBe(250)
  })

  it('stays as it is when it is changed while more is loaded', async () => {
    const host = await openList(250)
    selectLoaded()
    host.held.add('tasks.list')
    const selecting = selectMatching()
    clearSelection()
    host.release()
    await selecting
    expect(list()).toMatchObject({ selected: new Set(), frozen: null, isGathering: false })
  })

  it('has all that is loaded, or nothing', async () => {
    await openList()
    selectLoaded()
    expect(list().selected.size).toBe(6)
    clearSelection()
    expect(list().selected.size).toBe(0)
  })

  it('is what an action is about, and without one the focused row', async () => {
    await openList()
    expect(chosenRows()).toEqual([])
    focusSeq(3)
    expect(chosenRows().map(({ task }) => task.seq)).toEqual([3])
    toggleSelected(1)
    toggleSelected(5)
    expect(chosenRows().map(({ task }) => task.seq)).toEqual([5, 1])
  })
})

describe('several tasks at once', () => {
  it('are retried, and the new one is told where it was one', async () => {
    const host = await openList()
    expect(await runBatch('retry', [aTask(1)])).toEqual({
      kind: 'retry',
      doneCount: 1,
      leftOut: [],
      created: { functionName: 'charge-card', taskId: 'replayed' },
    })
    expect(await runBatch('retry', tasksUpTo(50))).toMatchObject({ doneCount: 50, created: null })
    expect(host.callsOf('tasks.replay').length).toBe(51)
    expect(list().batch).toBeNull()
  })

  it('are left out by reason, and the others are not', async () => {
    const host = await openList()
    host.failingTasks.set('task-2', { code: 'task_ended', message: 'it has ended' })
    host.failingTasks.set('task-4', { code: 'task_ended', message: 'it has ended' })
    host.failingTasks.set('task-5', { code: 'task_not_found', message: 'it is gone' })
    expect(await runBatch('stop', tasksUpTo(6))).toEqual({
      kind: 'stop',
      doneCount: 3,
      leftOut: [
        { code: 'task_ended', message: 'it has ended', count: 2 },
        { code: 'task_not_found', message: 'it is gone', count: 1 },
      ],
      created: null,
    })
  })
})

describe('the times of a row', () => {
  const due = { dueAtMs: 1_000, startedAtMs: null, endedAtMs: null }

  it('grow while the task waits or runs, and stand when it has ended', () => {
    expect(waitOf({ ...due, state: 'Enqueued' }, 4_000)).toEqual({ ms: 3_000, isOver: false })
    expect(waitOf({ ...due, state: 'Running', startedAtMs: 3_000 }, 4_000)).toEqual({ ms: 2_000, isOver: true })
    expect(runOf({ ...due, state: 'Running', startedAtMs: 3_000 }, 4_000)).toEqual({ ms: 1_000, isOver: false })
    expect(runOf({ ...due, state: 'Succeeded', startedAtMs: 3_000, endedAtMs: 3_500 }, 9_000)).toEqual({
      ms: 500,
      isOver: true,
    })
  })

  it('are never negative, whatever the clocks did', () => {
    expect(waitOf({ ...due, state: 'Running', startedAtMs: 500 }, 0)?.ms).toBe(0)
    expect(runOf({ ...due, state: 'Running', startedAtMs: 5_000 }, 4_000)?.ms).toBe(0)
    expect(runOf({ ...due, state: 'Failed', startedAtMs: 5_000, endedAtMs: 4_000 }, 9_000)?.ms).toBe(0)
  })

  it('say when it is the turn of a task that was delayed or is tried again', () => {
    expect(dueIn({ ...due, state: 'Retrying' }, 400)).toBe(600)
    expect(dueIn({ ...due, state: 'Enqueued' }, 1_000)).toBeNull()
    expect(dueIn({ ...due, state: 'Failed' }, 400)).toBeNull()
  })

  it('are nothing for a task that never ran', () => {
    expect(runOf({ ...due, state: 'Expired', endedAtMs: 5_000 }, 9_000)).toBeNull()
    expect(waitOf({ ...due, state: 'Expired', endedAtMs: 5_000 }, 9_000)).toEqual({ ms: 4_000, isOver: true })
  })
})
