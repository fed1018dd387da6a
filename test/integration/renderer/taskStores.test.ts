/** The stores of an open task, over a real socket to a real host that runs real functions. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { client } from '../../../renderer/bridge/client.ts'
import { useLive } from '../../../renderer/stores/live.ts'
import { isShown, leaveTask, showTask, taskDetailActions, useTaskDetail } from '../../../renderer/stores/taskDetail.ts'
import { closeTaskLog, logLines, openTaskLog, useTaskLog } from '../../../renderer/stores/taskLog.ts'
import { connectedHost, ONE_ATTEMPT } from '../../support/connectedHost.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { until } from '../../support/until.ts'

const CODE = `
const { existsSync } = require('node:fs')
exports.handler = async (event) => {
  const { lines = 0, fail, sleepMs = 0, until } = JSON.parse(event.toString() || '{}')
  for (let index = 0; index < lines; index++) console.log('line ' + index)
  await new Promise((resolve) => setTimeout(resolve, sleepMs))
  while (until && !existsSync(__dirname + '/' + until)) await new Promise((resolve) => setTimeout(resolve, 20))
  if (fail) throw new TypeError('no tier')
  console.log('done')
  return { ok: true }
}
`

async function openHost() {
  const project = projectFolder({ 's.yaml': specOf({ work: ONE_ATTEMPT }), 'work/index.js': CODE })
  const host = await connectedHost(project)
  onTestFinished(() => {
    leaveTask()
    closeTaskLog()
  })
  const submit = async (payload: object, functionName = 'work') => {
    const { taskId } = await client['tasks.submit']({ functionName, payload: JSON.stringify(payload) })
    return { functionName, taskId }
  }
  return { host, submit, project }
}

const shownState = () => (isShown(useTaskDetail.getState()) ? useTaskDetail.getState().task?.state : undefined)
const reached = (state: string) => until(() => shownState() === state, { what: state })

describe('an open task', () => {
  it('is shown as it is, and lives on until it has ended', async () => {
    const { submit, project } = await openHost()
    const target = await submit({ until: 'go' })
    showTask(target)
    await reached('Running')
    writeFileSync(join(project, 'work/go'), '')
    await reached('Succeeded')
    const { task } = useTaskDetail.getState()
    expect(task).toMatchObject({ ...target, result: '{"ok":true}', attempts: [{ number: 1, outcome: 'Succeeded' }] })
  })

  it('that failed is run again as a new task, and each knows the other', async () => {
    const { submit } = await openHost()
    const target = await submit({ fail: true })
    showTask(target)
    await reached('Failed')
    const made = await taskDetailActions.replay(target)
    expect(made.taskId).not.toBe(target.taskId)
    await until(() => useTaskDetail.getState().task?.replays[0]?.state === 'Failed', { what: 'the end of the new one' })
    expect(useTaskDetail.getState().task?.replays).toEqual([{ ...made, state: 'Failed' }])
    showTask(made)
    await until(() => isShown(useTaskDetail.getState()), { what: 'the new task' })
    expect(useTaskDetail.getState().task?.replayOf).toEqual(target)
  })

  it('is stopped, and cannot be stopped when it has ended', async () => {
    const { submit } = await openHost()
    const target = await submit({ sleepMs: 60_000 })
    showTask(target)
    await reached('Running')
    await taskDetailActions.stop(target)
    await reached('Stopped')
    const ended = await submit({})
    showTask(ended)
    await reached('Succeeded')
    await expect(taskDetailActions.stop(ended)).rejects.toMatchObject({ code: 'task_ended' })
  })

  it('that is missing is said to be, with the functions that have its id', async () => {
    const { submit } = await openHost()
    const { taskId } = await submit({})
    showTask({ functionName: 'other', taskId })
    await until(() => useTaskDetail.getState().load === 'missing', { what: 'missing' })
    expect(useTaskDetail.getState().elsewhere).toMatchObject([{ functionName: 'work', taskId }])
    showTask({ functionName: 'work', taskId: 'nobody' })
    await until(
      () => useTaskDetail.getState().target?.taskId === 'nobody' && useTaskDetail.getState().load === 'missing',
      {
        what: 'missing, too',
      },
    )
    expect(useTaskDetail.getState().elsewhere).toEqual([])
  })

  it('stays on the screen when the host is killed', async () => {
    const { host, submit } = await openHost()
    const target = await submit({ sleepMs: 60_000 })
    showTask(target)
    await reached('Running')
    await host.kill()
    await until(() => useLive.getState().status === 'lost', { what: 'the loss' })
    expect(shownState()).toBe('Running')
  })
})

describe('the log of an open task', () => {
  it('comes while the task runs, and its end mark with the end', async () => {
    const { submit } = await openHost()
    const target = await submit({ lines: 3, sleepMs: 700 })
    openTaskLog(target)
    await until(() => useTaskLog.getState().lineCount >= 4, { what: 'the first lines' })
    const first = logLines().lines.slice(0, 4)
    expect(first.map(({ kind }) => kind)).toEqual(['mark', 'output', 'output', 'output'])
    await until(() => logLines().lines.at(-1)?.raw.startsWith('FC Invoke End'), { what: 'the end' })
    expect(logLines().lines.slice(0, 4)).toEqual(first) // what was read stays put
    expect(
      logLines()
        .lines.map(({ raw, prefixLength }) => raw.slice(prefixLength))
        .slice(1, -1),
    ).toEqual(['line 0', 'line 1', 'line 2', 'done'])
  })

  it('of 100,000 lines is read whole, in its order', async () => {
    const { submit } = await openHost()
    const target = await submit({ lines: 100_000 })
    showTask(target)
    openTaskLog(target)
    await until(() => logLines().lines.at(-1)?.raw.startsWith('FC Invoke End'), { what: 'the end', withinMs: 40_000 })
    const printed = logLines().lines.filter(({ kind }) => kind === 'output')
    expect(printed.length).toBe(100_001)
    expect(printed.every(({ raw }, index) => index === 100_000 || raw.endsWith(` line ${index}`))).toBe(true)
    expect(useTaskLog.getState()).toMatchObject({ isLoading: false, isCutOff: false, error: null })
  })
})
