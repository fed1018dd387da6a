/** The fake Electron is held to electron.d.ts by the compiler, and to what Electron does by these tests. */
import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import type { CrashReporter, Shell } from 'electron/common'
import type {
  App,
  BrowserWindow,
  Dialog,
  MessageBoxOptions,
  MessageBoxReturnValue,
  MessageChannelMain,
  MessagePortMain,
  NativeTheme,
  OpenDialogOptions,
  OpenDialogReturnValue,
  PowerMonitor,
  Protocol,
  Screen,
  Session,
  WebContents,
  WebFrameMain,
} from 'electron/main'
import type { ContextBridge, IpcRenderer } from 'electron/renderer'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Fits } from '../../support/electron/conforms.ts'
import type { FakeApp, FakeDialog, FakeProtocol } from '../../support/electron/fakeApp.ts'
import { FakeContextBridge } from '../../support/electron/fakeContextBridge.ts'
import { FakeElectron } from '../../support/electron/fakeElectron.ts'
import { FakeIpcRenderer, FakeWebFrameMain } from '../../support/electron/fakeIpc.ts'
import { FakeMessageChannelMain, type FakeMessagePortMain } from '../../support/electron/fakePorts.ts'
import type {
  FakeCrashReporter,
  FakeNativeTheme,
  FakePowerMonitor,
  FakeScreen,
  FakeSession,
  FakeShell,
} from '../../support/electron/fakeSystem.ts'
import type { FakeBrowserWindow, FakeWebContents } from '../../support/electron/fakeWindow.ts'
import { until } from '../../support/until.ts'

/** Of several overloads the shell uses one: both sides must have it. */
type FitOverload<Fake, Real, Used> = Fake extends Used ? (Real extends Used ? true : false) : false
type MessageBox = (options: MessageBoxOptions) => Promise<MessageBoxReturnValue>
type OpenDialog = (options: OpenDialogOptions) => Promise<OpenDialogReturnValue>

/** Compiles only while every fake conforms. */
const conforming: {
  app: Fits<FakeApp, App, 'becomeReady'>
  bridge: Fits<FakeContextBridge, ContextBridge>
  channel: Fits<FakeMessageChannelMain, MessageChannelMain, 'port1' | 'port2'>
  contents: Fits<FakeWebContents, WebContents, 'mainFrame' | 'bridge' | 'load' | 'sayFrom' | 'crash' | 'destroy'>
  crashReporter: Fits<FakeCrashReporter, CrashReporter>
  dialog: Fits<FakeDialog, Dialog, 'answers' | 'folder' | 'showMessageBox' | 'showOpenDialog'>
  messageBox: FitOverload<FakeDialog['showMessageBox'], Dialog['showMessageBox'], MessageBox>
  openDialog: FitOverload<FakeDialog['showOpenDialog'], Dialog['showOpenDialog'], OpenDialog>
  frame: Fits<FakeWebFrameMain, WebFrameMain, 'parent' | 'postMessage' | 'leave'>
  ipcRenderer: Fits<FakeIpcRenderer, IpcRenderer>
  nativeTheme: Fits<FakeNativeTheme, NativeTheme, 'isSystemDark'>
  port: Fits<FakeMessagePortMain, MessagePortMain, 'postMessage' | 'leave'>
  powerMonitor: Fits<FakePowerMonitor, PowerMonitor>
  protocol: Fits<FakeProtocol, Protocol>
  screen: Fits<FakeScreen, Screen, 'displays'>
  session: Fits<FakeSession, Session, 'webRequest'>
  shell: Fits<FakeShell, Shell>
  window: Fits<FakeBrowserWindow, BrowserWindow, 'webContents' | 'failure'>
} = {
  app: true,
  bridge: true,
  channel: true,
  contents: true,
  crashReporter: true,
  dialog: true,
  messageBox: true,
  openDialog: true,
  frame: true,
  ipcRenderer: true,
  nativeTheme: true,
  port: true,
  powerMonitor: true,
  protocol: true,
  screen: true,
  session: true,
  shell: true,
  window: true,
}
/** A port is passed on only to what takes ports: the first parameter is held to Electron's, the second is a fake. */
const portTakesWhatElectronSends: Parameters<FakeMessagePortMain['postMessage']>[0] extends Parameters<
  MessagePortMain['postMessage']
>[0]
  ? true
  : false = true

class WrongParameter {
  openExternal(url: number): Promise<void> {
    return Promise.resolve(void url)
  }
}
class WrongName {
  openExternally(): Promise<void> {
    return Promise.resolve()
  }
}
class WrongResult {
  openExternal(url: string): Promise<string> {
    return Promise.resolve(url)
  }
}
// @ts-expect-error a fake that takes something else than Electron passes
const wrongParameter: Fits<WrongParameter, Shell> = true
// @ts-expect-error a fake that has what Electron has not
const wrongName: Fits<WrongName, Shell> = true
// @ts-expect-error a fake that answers what Electron does not
const wrongResult: Fits<WrongResult, Pick<App, 'quit'> & { openExternal(url: string): Promise<number> }> = true

describe('the types of the fake Electron', () => {
  it('are compared with electron.d.ts, where what does not conform is an error', () => {
    expect(Object.values(conforming).every(Boolean)).toBe(true)
    expect([portTakesWhatElectronSends, wrongParameter, wrongName, wrongResult]).toEqual([true, true, true, true])
  })
})

describe('a fake port of Electron', () => {
  it('cannot be handed to a worker thread, neither in a message nor as a transfer', async () => {
    const worker = new Worker('setInterval(() => {}, 1000)', { eval: true })
    onTestFinished(async () => void (await worker.terminate()))
    await once(worker, 'online')
    const { port1, port2 } = new FakeMessageChannelMain()
    onTestFinished(() => port1.close())
    const transfer = [port2] as unknown as [] // tsc refuses it, too
    for (const attempt of [() => worker.postMessage({ port2 }, transfer), () => worker.postMessage({ port2 })]) {
      expect(attempt).toThrow(expect.objectContaining({ name: 'DataCloneError' }))
    }
  })

  it('keeps messages until it is started, and tells both sides of its end', async () => {
    const { port1, port2 } = new FakeMessageChannelMain()
    port1.postMessage({ early: true })
    const received: unknown[] = []
    port2.on('message', ({ data }) => received.push(data))
    const later = new FakeMessageChannelMain()
    later.port2.start()
    later.port1.postMessage('by now the other one has arrived, too')
    await once(later.port2, 'message')
    expect(received).toEqual([])
    port2.start()
    await until(() => received.length === 1, { what: 'the message' })
    expect(received).toEqual([{ early: true }])
    later.port1.close()
    const closed = once(port1, 'close')
    port2.close()
    await closed
  })
})

describe('the fake contextBridge', () => {
  it('freezes what it exposes and copies what crosses', () => {
    const bridge = new FakeContextBridge()
    const inside = { list: [1, 2] }
    bridge.exposeInMainWorld('api', { get: () => inside })
    const api = bridge.seen.world.api as { get(): typeof inside }
    expect(Object.isFrozen(api)).toBe(true)
    expect(api.get()).toEqual(inside)
    expect(api.get()).not.toBe(inside)
  })

  it.each([
    ['a port', () => new MessageChannel().port1],
    ['ipcRenderer', () => new FakeIpcRenderer(() => {})],
    ['an event', () => new Event('message')],
    ['an instance of a class', () => new FakeContextBridge()],
  ])('refuses %s', (_what, make) => {
    const bridge = new FakeContextBridge()
    expect(() => bridge.exposeInMainWorld('api', { thing: make() })).toThrow('could not be cloned')
    bridge.exposeInMainWorld('api', { get: make })
    expect(() => (bridge.seen.world.api as { get(): unknown }).get()).toThrow('could not be cloned')
  })
})

describe('the fake app', () => {
  it('refuses what Electron refuses before it is ready, and after', () => {
    const electron = new FakeElectron()
    const { app, dialog, protocol } = electron
    expect(() => electron.createWindow({})).toThrow('ready')
    expect(() => dialog.showMessageBox({ message: '' })).toThrow('ready')
    expect(() => protocol.handle('app', () => new Response())).toThrow('ready')
    app.becomeReady()
    expect(() => app.enableSandbox()).toThrow('before app is ready')
    expect(() => protocol.registerSchemesAsPrivileged([])).toThrow('before app is ready')
  })

  it('lets a window keep it from quitting', () => {
    const electron = new FakeElectron()
    electron.app.becomeReady()
    const window = electron.createWindow({})
    window.once('close', (event) => event.preventDefault())
    electron.app.quit()
    expect(electron.app.seen.hasQuit).toBe(false)
    electron.app.quit()
    expect(electron.app.seen.hasQuit).toBe(true)
  })
})

describe('a frame of the fake', () => {
  it('passes a port on once, and nothing once its page is gone', async () => {
    const heard: unknown[] = []
    const ipcRenderer = new FakeIpcRenderer(() => {})
    ipcRenderer.on('port', ({ ports }, id) => heard.push([ports.length, id]))
    const frame = new FakeWebFrameMain({ url: 'app://taskyard/', parent: null, ipcRenderer })
    const { port2 } = new FakeMessageChannelMain()
    frame.postMessage('port', 1, [port2])
    expect(() => frame.postMessage('port', 2, [port2])).toThrow(expect.objectContaining({ name: 'DataCloneError' }))
    await new Promise(setImmediate)
    expect(heard).toEqual([[1, 1]])
    frame.leave()
    expect(() => frame.postMessage('port', 3)).toThrow('disposed')
  })
})
