/** The whole way of a window's question on a fake Electron: page → preload script → port → main → gateway → store. */
import { once } from 'node:events'
import { BroadcastChannel } from 'node:worker_threads'
import { describe, expect, it, onTestFinished } from 'vitest'
import { SAMPLE_DIR } from '../../../electron/base/sampleDir.ts'
import { CONNECT_CHANNEL } from '../../../electron/shell/channels.ts'
import { FakeWebFrameMain } from '../../support/electron/fakeIpc.ts'
import { clientOfBridge, startTestDesktop, type WindowClient } from '../../support/electron/testDesktop.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

const order = JSON.stringify({
  id: 'A-1',
  customer: { name: 'Ada', email: 'ada@customers.example' },
  items: [{ name: 'cup', count: 2, priceCents: 640 }],
  totalCents: 1_280,
})
const submit = ({ client }: WindowClient, functionName: string, taskId: string) =>
  client['tasks.submit']({ functionName, taskId, payload: order })
const stateOf = async ({ client }: WindowClient, functionName: string, taskId: string) =>
  (await client['tasks.get']({ functionName, taskId })).state
const reached = (window: WindowClient, state: string, [functionName, taskId]: [string, string]) =>
  until(async () => (await stateOf(window, functionName, taskId)) === state, { what: `${taskId} ${state}` })
const open = ({ link }: WindowClient) => until(() => link.status === 'open', { what: 'the connection' })

describe('a window of the desktop', () => {
  it('submits a task of the sample project and reads that it succeeded', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    await submit(desktop, 'order-intake', 'A-1')
    await reached(desktop, 'Succeeded', ['order-intake', 'A-1'])
    const { payload, result } = await desktop.client['tasks.get']({ functionName: 'order-intake', taskId: 'A-1' })
    expect(JSON.parse(payload as string)).toEqual(JSON.parse(order))
    expect(JSON.parse(result as string)).toMatchObject({ totalCents: 1_280 })
  })

  it('takes bytes as they are', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    const payload = new Uint8Array([0, 255, 128, 10])
    await desktop.client['tasks.submit']({ functionName: 'order-intake', taskId: 'B-1', payload })
    const task = await desktop.client['tasks.get']({ functionName: 'order-intake', taskId: 'B-1' })
    expect(task.payload).toEqual(payload)
  })

  it('is told of changes', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    const items: { tasks: number }[] = []
    const end = desktop.link.watch(
      'live.revisions',
      {},
      { onItem: (item) => items.push(item as { tasks: number }), onError: () => {} },
    )
    onTestFinished(end)
    const first = await until(() => items[0], { what: 'the first revisions' })
    await submit(desktop, 'order-intake', 'A-2')
    await until(() => (items.at(-1)?.tasks ?? 0) > first.tasks, { what: 'a newer revision of tasks' })
  })

  it('keeps its task when its page is loaded again while it runs', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    await submit(desktop, 'order-notify', 'N-1')
    await reached(desktop, 'Running', ['order-notify', 'N-1'])
    desktop.window.webContents.reload()
    const reloaded = clientOfBridge(desktop.window.webContents.bridge)
    await reached(reloaded, 'Succeeded', ['order-notify', 'N-1'])
    expect(desktop.electron.dialog.seen.boxes).toEqual([])
  })

  it('keeps its task when its page crashes, and is loaded again', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    await submit(desktop, 'order-notify', 'N-2')
    desktop.window.webContents.crash('oom')
    expect(desktop.window.webContents.seen.loadCount).toBe(2)
    await reached(clientOfBridge(desktop.window.webContents.bridge), 'Succeeded', ['order-notify', 'N-2'])
  })

  it('connects again when the gateway was replaced, and watches what it watched', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    const items: unknown[] = []
    const handlers = { onItem: (item: unknown) => items.push(item), onError: () => {} }
    onTestFinished(desktop.link.watch('live.revisions', {}, handlers))
    await until(() => items.length > 0, { what: 'revisions' })
    const statuses: string[] = []
    desktop.link.onStatus((status) => statuses.push(status))
    const faults = new BroadcastChannel('taskyard-faults')
    onTestFinished(() => faults.close())
    faults.postMessage({ thread: 'gateway', fault: { kind: 'exit' } })
    await until(() => statuses.includes('lost'), { what: 'the loss' })
    items.length = 0
    await open(desktop)
    await until(() => items.length > 0, { what: 'revisions of the new gateway' })
    await submit(desktop, 'order-intake', 'A-3')
    await reached(desktop, 'Succeeded', ['order-intake', 'A-3'])
  })

  it('is one of two, each with a connection of its own', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    const { electron, window } = desktop
    const file = electron.menu.find(({ label }) => label === 'File')?.submenu as { label?: string; click?(): void }[]
    file.find(({ label }) => label === 'New window')?.click?.()
    expect(electron.windows).toHaveLength(2)
    const second = clientOfBridge(electron.windows[1]!.webContents.bridge)
    await submit(second, 'order-intake', 'A-4')
    await reached(desktop, 'Succeeded', ['order-intake', 'A-4'])
    window.close()
    await until(() => desktop.link.status === 'lost', { what: 'the end of the first connection' })
    expect(await stateOf(second, 'order-intake', 'A-4')).toBe('Succeeded')
  })

  it('ends its connection when it closes', async () => {
    const desktop = await startTestDesktop({ projectDir: null }, 'darwin') // where the app goes on without a window
    await desktop.client['host.info']({})
    const ended = once(desktop.threadPorts[0]!, 'close')
    desktop.window.close()
    await ended
    expect(desktop.electron.app.seen.hasQuit).toBe(false)
  })
})

describe('what is not a page of ours', () => {
  it('gets no connection: a frame in the page, another page, a window that is gone', async () => {
    const { electron, window, threadPorts, client } = await startTestDesktop({ projectDir: null })
    const { webContents } = window
    await client['host.info']({})
    const inside = new FakeWebFrameMain({ url: 'app://taskyard/', parent: webContents.mainFrame, ipcRenderer: null })
    const elsewhere = new FakeWebFrameMain({ url: 'https://taskyard/', parent: null, ipcRenderer: null })
    const nearly = new FakeWebFrameMain({ url: 'app://taskyard.example/', parent: null, ipcRenderer: null })
    for (const frame of [inside, elsewhere, nearly, null]) webContents.sayFrom(frame, CONNECT_CHANNEL, 1)
    webContents.sayFrom(webContents.mainFrame, CONNECT_CHANNEL, { id: 1 })
    const page = new FakeWebFrameMain({ url: 'app://taskyard/', parent: null, ipcRenderer: null })
    electron.ipcMain.emit(CONNECT_CHANNEL, { sender: { id: 99 }, senderFrame: page }, 1)
    expect(threadPorts).toHaveLength(1) // the page's own
    expect([inside, elsewhere, nearly, page].flatMap((frame) => frame.seen.ports)).toEqual([])
    webContents.sayFrom(page, CONNECT_CHANNEL, 1)
    expect(page.seen.ports).toHaveLength(1) // what makes the difference is only who asks
  })

  it('loses its connection for a message that is none, and only that', async () => {
    const desktop = await startTestDesktop({ projectDir: null })
    await open(desktop)
    const said: unknown[] = []
    const wire = desktop.window.webContents.bridge.connect((message) => said.push(message))
    wire.send({ kind: 'shout' })
    await until(() => said.includes(null), { what: 'the end' })
    const next = clientOfBridge(desktop.window.webContents.bridge)
    expect(await next.client['host.info']({})).toMatchObject({ project: null })
  })
})

describe('quitting', () => {
  it('says how many tasks run, and lets them run on when told to', async () => {
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR })
    const { app, dialog } = desktop.electron
    await submit(desktop, 'order-notify', 'N-3')
    await reached(desktop, 'Running', ['order-notify', 'N-3'])
    dialog.answers.push(1)
    app.quit()
    const box = await until(() => dialog.seen.boxes[0], { what: 'the question' })
    expect(box).toMatchObject({
      message: 'One task is running.',
      detail: expect.stringContaining('runs again at the next start'),
      buttons: ['Quit and keep for next start', 'Cancel'],
    })
    await reached(desktop, 'Succeeded', ['order-notify', 'N-3'])
    expect(app.seen.hasQuit).toBe(false)

    app.quit() // now nothing runs
    await until(() => app.seen.hasQuit, { what: 'the end' })
    expect(dialog.seen.boxes).toHaveLength(1)
    expect(desktop.host.connectWindow()).toBeNull()
  })

  it('ends what runs when that is agreed, and runs it again at the next start', async () => {
    const workspaceDir = temporaryDir()
    const desktop = await startTestDesktop({ projectDir: SAMPLE_DIR, workspaceDir })
    await submit(desktop, 'order-notify', 'N-4')
    await reached(desktop, 'Running', ['order-notify', 'N-4'])
    desktop.electron.dialog.answers.push(0)
    desktop.electron.app.quit()
    await until(() => desktop.electron.app.seen.hasQuit, { what: 'the end' })

    const next = await startTestDesktop({ projectDir: SAMPLE_DIR, workspaceDir })
    await reached(next, 'Succeeded', ['order-notify', 'N-4'])
    const { attempts } = await next.client['tasks.get']({ functionName: 'order-notify', taskId: 'N-4' })
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['Interrupted', 'Succeeded'])
  })
})
