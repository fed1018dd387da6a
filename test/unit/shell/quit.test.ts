import { describe, expect, it } from 'vitest'
import { fakeEvent } from '../../support/electron/fakeEvents.ts'
import { choose, testShell } from '../../support/electron/testShell.ts'
import { until } from '../../support/until.ts'

const [QUIT, CANCEL] = [0, 1]
const QUESTION = {
  type: 'question',
  title: 'Quit Taskyard?',
  detail: 'What is running is ended now and runs again at the next start. What waits in the queue is kept.',
  buttons: ['Quit and keep for next start', 'Cancel'],
  defaultId: 0,
  cancelId: 1,
}
const running = (count: number) => [
  { state: 'Running' as const, count },
  { state: 'Enqueued' as const, count: 7 },
  { state: 'Succeeded' as const, count: 9 },
]

describe('quitting', () => {
  it('asks nothing when nothing runs: what waits is kept anyway', async () => {
    const { app, dialog, host } = testShell()
    host.totals = running(0)
    app.quit()
    await until(() => app.seen.hasQuit, { what: 'the end' })
    expect([dialog.seen.boxes, host.hasStopped]).toEqual([[], true])
  })

  it('says how many tasks run, counting those that are being handed over or stopped', async () => {
    const { app, dialog, host } = testShell()
    host.totals = [...running(2), { state: 'Dequeued', count: 1 }, { state: 'Stopping', count: 1 }]
    app.quit()
    await until(() => dialog.seen.boxes[0], { what: 'the question' })
    expect(dialog.seen.boxes).toEqual([{ ...QUESTION, message: '4 tasks are running.' }])
  })

  it('goes on as if nothing had been when it is cancelled, and asks again the next time', async () => {
    const { app, dialog, host, windows } = testShell()
    host.totals = running(1)
    dialog.answers.push(CANCEL)
    app.quit()
    await until(() => dialog.answers.length === 0, { what: 'the answer' })
    await new Promise(setImmediate)
    expect([app.seen.hasQuit, host.hasStopped, windows[0]!.seen.isShown]).toEqual([false, false, true])
    expect(dialog.seen.boxes).toEqual([{ ...QUESTION, message: 'One task is running.' }])
    dialog.answers.push(QUIT)
    app.quit()
    await until(() => app.seen.hasQuit, { what: 'the end' })
    expect([dialog.seen.boxes.length, host.hasStopped, windows.length]).toEqual([2, true, 0])
  })

  it('asks once, however often it is asked to', async () => {
    const { app, dialog, host } = testShell()
    host.totals = running(1)
    for (let count = 0; count < 3; count++) app.quit()
    await until(() => dialog.seen.boxes[0], { what: 'the question' })
    app.quit()
    await new Promise(setImmediate)
    expect(dialog.seen.boxes).toHaveLength(1)
  })

  it('says that tasks may be running when nobody can tell', async () => {
    const { app, dialog, host } = testShell()
    host.isConnectable = false
    app.quit()
    await until(() => dialog.seen.boxes[0], { what: 'the question' })
    expect(dialog.seen.boxes).toEqual([{ ...QUESTION, message: 'Tasks may be running.' }])
  })

  it('waits until the host has written everything, without windows', async () => {
    const { app, host, windows } = testShell()
    const stopping = Promise.withResolvers<void>()
    host.stopping = stopping.promise
    app.quit()
    await until(() => windows[0]?.seen.isShown === false, { what: 'hidden windows' })
    app.quit()
    expect(app.seen.hasQuit).toBe(false)
    stopping.resolve()
    await until(() => app.seen.hasQuit, { what: 'the end' })
  })

  it('quits also when the host cannot stop in good order', async () => {
    const { app, host } = testShell()
    host.stop = () => Promise.reject(new Error('no'))
    app.quit()
    await until(() => app.seen.hasQuit, { what: 'the end' })
  })

  it('does not keep a system waiting that shuts down', async () => {
    const { app, dialog, host, powerMonitor } = testShell()
    host.totals = running(3)
    const event = fakeEvent({})
    powerMonitor.emit('shutdown', event)
    expect(event.defaultPrevented).toBe(true)
    await until(() => app.seen.hasQuit, { what: 'the end' })
    expect([dialog.seen.boxes, host.hasStopped]).toEqual([[], true])
  })

  it('follows from closing the last window, which stays until that is agreed', async () => {
    const { app, dialog, host, windows } = testShell()
    host.totals = running(1)
    dialog.answers.push(CANCEL)
    windows[0]!.close()
    await until(() => dialog.seen.boxes[0], { what: 'the question' })
    expect([windows.length, app.seen.hasQuit]).toEqual([1, false])
  })

  it('does not follow from closing one of two windows', async () => {
    const { electron, host, windows } = testShell()
    choose(electron, 'New window')
    windows[0]!.close()
    await new Promise(setImmediate)
    expect([windows.length, host.hasStopped]).toEqual([1, false])
  })

  it('does not follow from closing the last window on a Mac, where the app opens one again', async () => {
    const { app, host, windows } = testShell({ platform: 'darwin' })
    windows[0]!.close()
    await new Promise(setImmediate)
    expect([windows.length, host.hasStopped]).toEqual([0, false])
    app.emit('activate', fakeEvent({}), false)
    await until(() => windows.length === 1, { what: 'a window again' })
  })
})
