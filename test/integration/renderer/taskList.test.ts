/** The task list over a real socket to a real host: filters, pages, counts and live rows of tasks that really run. */
import { describe, expect, it, onTestFinished } from 'vitest'
import { client } from '../../../renderer/bridge/client.ts'
import { applyQuery, loadMore, refresh } from '../../../renderer/stores/taskList.ts'
import { runBatch } from '../../../renderer/stores/taskListBatch.ts'
import { setPresence, startTaskListLive } from '../../../renderer/stores/taskListLive.ts'
import { resetTaskList, useTaskList } from '../../../renderer/stores/taskListState.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { connectedHost, ONE_ATTEMPT } from '../../support/connectedHost.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { until } from '../../support/until.ts'

const CODE = `
exports.handler = async (event) => {
  const { fail, sleepMs = 0 } = JSON.parse(event.toString() || '{}')
  await new Promise((resolve) => setTimeout(resolve, sleepMs))
  if (fail) throw new TypeError('no tier for ' + fail)
  return { ok: true }
}
`

async function openHost() {
  resetTaskList()
  const project = projectFolder({
    's.yaml': specOf({ work: ONE_ATTEMPT, rest: ONE_ATTEMPT }),
    'work/index.js': CODE,
    'rest/index.js': CODE,
  })
  const host = await connectedHost(project)
  onTestFinished(startTaskListLive())
  setPresence({ isPointerOver: true })
  return host
}

async function submit(
  payload: object,
  { functionName = 'work', taskId }: { functionName?: string; taskId?: string } = {},
) {
  const request = { functionName, payload: JSON.stringify(payload), ...(taskId === undefined ? {} : { taskId }) }
  return (await client['tasks.submit'](request)).taskId
}

const list = () => useTaskList.getState()
const ids = () => list().seqs.map((seq) => list().rows.get(seq)?.task.taskId)
const allEnded = async () => {
  const { totals } = await client['tasks.totals']({})
  return totals.every(({ state, count }) => count === 0 || taskStates.isFinal(state))
}
const ended = () => until(allEnded, { what: 'all tasks to end' })

describe('the task list of a real host', () => {
  it('finds what every kind of term asks for', async () => {
    await openHost()
    await submit({ n: 1 }, { taskId: 'order-1' })
    await submit({ fail: 'guests' }, { taskId: 'order-2' })
    await submit({ n: 3 }, { functionName: 'rest', taskId: 'refund-3' })
    await ended()
    const found = async (query: string) => {
      await applyQuery(query)
      expect(list().problems).toEqual([])
      return ids()
    }
    expect(await found('')).toEqual(['refund-3', 'order-2', 'order-1'])
    expect(await found('status:failed')).toEqual(['order-2'])
    expect(await found('-status:failed')).toEqual(['refund-3', 'order-1'])
    expect(await found('fn:re*')).toEqual(['refund-3'])
    expect(await found('-fn:rest status:succeeded')).toEqual(['order-1'])
    expect(await found('id:order-')).toEqual(['order-2', 'order-1'])
    expect(await found('-id:order-')).toEqual(['refund-3'])
    expect(await found('order-2')).toEqual(['order-2'])
    expect(await found('err:"no tier"')).toEqual(['order-2'])
    expect(await found('attempt:>1')).toEqual([])
    expect(await found('attempt:1..2 since:1h')).toEqual(['refund-3', 'order-2', 'order-1'])
    expect(await found('until:1h')).toEqual([])
    expect(await found('fn:nobody')).toEqual([])
  })

  it('pages through more tasks than a page has, and counts them', async () => {
    await openHost()
    await Promise.all(Array.from({ length: 150 }, (_, index) => submit({ n: index }, { taskId: `many-${index}` })))
    await applyQuery('id:many-')
    expect(list().seqs.length).toBe(100)
    await loadMore()
    expect(list().seqs).toEqual(list().seqs.toSorted((a, b) => b - a))
    expect(new Set(ids()).size).toBe(150)
    await until(() => list().count?.value === 150, { what: 'the count' })
  })

  it('patches the rows of tasks that run, counts new ones and moves nothing', async () => {
    await openHost()
    await submit({ sleepMs: 400 }, { taskId: 'slow' })
    await applyQuery('status:waiting,running')
    expect(ids()).toEqual(['slow'])
    const row = () => list().rows.get(list().seqs[0] ?? 0)
    await until(() => row()?.task.state === 'Running', { what: 'Running' })
    await submit({ sleepMs: 60_000 }, { taskId: 'new' })
    await until(() => row()?.task.state === 'Succeeded', { what: 'Succeeded' })
    expect(row()?.match).toBe('no')
    await until(() => list().newCount === 1, { what: 'the new one to be counted' })
    expect(ids()).toEqual(['slow'])
    await refresh()
    expect(ids()).toEqual(['new'])
  })

  it('stops what runs, leaves out what has ended, and retries both as new tasks', async () => {
    await openHost()
    await submit({}, { taskId: 'quick' })
    await ended()
    await submit({ sleepMs: 60_000 }, { taskId: 'long' })
    await applyQuery('')
    const tasks = [...list().rows.values()].map(({ task }) => task)
    expect(await runBatch('stop', tasks)).toMatchObject({ doneCount: 1, leftOut: [{ code: 'task_ended', count: 1 }] })
    expect(await runBatch('retry', tasks)).toMatchObject({ doneCount: 2, leftOut: [] })
    await refresh()
    expect(list().seqs.length).toBe(4)
  })
})
