/** BrowserWindow and its webContents, whose pages really run their preload script, in a world of their own. */
import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import type {
  BrowserWindowConstructorOptions,
  HandlerDetails,
  KeyboardInputEvent,
  MouseInputEvent,
  MouseWheelInputEvent,
  TitleBarOverlayOptions,
  WindowOpenHandlerResponse,
} from 'electron/main'
import type { DesktopBridge } from '../../../renderer/bridge/portWire.ts'
import { FakeContextBridge } from './fakeContextBridge.ts'
import { fakeEvent } from './fakeEvents.ts'
import { type FakeIpcMain, FakeIpcRenderer, FakeWebFrameMain } from './fakeIpc.ts'

/** What a page can see of the preload script. */
export type FakePage = { frame: FakeWebFrameMain; ipcRenderer: FakeIpcRenderer; world: Record<string, unknown> }

export class FakeWebContents extends EventEmitter {
  readonly id: number
  readonly seen = {
    css: [] as string[],
    inputs: [] as (MouseInputEvent | MouseWheelInputEvent | KeyboardInputEvent)[],
    loadCount: 0,
    page: null as FakePage | null,
    openWindow: null as ((details: HandlerDetails) => WindowOpenHandlerResponse) | null,
    isDestroyed: false,
  }
  readonly #ipcMain: FakeIpcMain
  readonly #preloadPath: string | null
  #url = ''

  constructor(id: number, { ipcMain, preloadPath }: { ipcMain: FakeIpcMain; preloadPath: string | null }) {
    super()
    this.id = id
    this.#ipcMain = ipcMain
    this.#preloadPath = preloadPath
  }

  get mainFrame(): FakeWebFrameMain {
    if (this.seen.page === null) throw new Error('no page yet')
    return this.seen.page.frame
  }

  /** What the page of the window finds in `window.taskyardDesktop`. */
  get bridge(): DesktopBridge {
    return this.seen.page?.world.taskyardDesktop as DesktopBridge
  }

  load(url: string): void {
    this.#url = url
    this.emit('did-start-navigation', fakeEvent({ url, isMainFrame: true, isSameDocument: false }))
    this.seen.page?.frame.leave()
    this.seen.loadCount += 1
    this.seen.page = this.#newPage(url)
    this.emit('dom-ready', fakeEvent({}))
  }

  /** A frame in the page, or a page that is not ours: it may say what it likes. */
  sayFrom(frame: FakeWebFrameMain | null, channel: string, ...args: unknown[]): void {
    this.#ipcMain.emit(channel, fakeEvent({ sender: this, senderFrame: frame, ports: [] }), ...structuredClone(args))
  }

  reload(): void {
    this.load(this.#url)
  }
  insertCSS(css: string): Promise<string> {
    this.seen.css.push(css)
    return Promise.resolve(String(this.seen.css.length))
  }
  isDestroyed(): boolean {
    return this.seen.isDestroyed
  }
  sendInputEvent(inputEvent: MouseInputEvent | MouseWheelInputEvent | KeyboardInputEvent): void {
    this.seen.inputs.push(inputEvent)
  }
  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.seen.openWindow = handler
  }
  forcefullyCrashRenderer(): void {
    this.crash('killed')
  }

  crash(reason: string): void {
    this.seen.page?.frame.leave()
    this.seen.page = null
    this.emit('render-process-gone', fakeEvent({}), { reason, exitCode: 1 })
  }

  destroy(): void {
    this.seen.isDestroyed = true
    this.seen.page?.frame.leave()
    this.seen.page = null
    this.emit('destroyed')
  }

  #newPage(url: string): FakePage {
    const ipcRenderer = new FakeIpcRenderer((channel, args) => {
      if (this.seen.page?.ipcRenderer === ipcRenderer) this.sayFrom(frame, channel, ...args)
    })
    const frame = new FakeWebFrameMain({ url, parent: null, ipcRenderer })
    const contextBridge = new FakeContextBridge()
    if (this.#preloadPath !== null && existsSync(this.#preloadPath)) {
      runPreload(readFileSync(this.#preloadPath, 'utf8'), { contextBridge, ipcRenderer })
    }
    return { frame, ipcRenderer, world: contextBridge.seen.world }
  }
}

/** As Electron's sandbox runs it: CommonJS with `require` for electron only, without Node. */
function runPreload(code: string, electron: { contextBridge: FakeContextBridge; ipcRenderer: FakeIpcRenderer }): void {
  const require = (name: string) => {
    if (name === 'electron') return electron
    throw new Error(`module not found: ${name}`)
  }
  runInContext(code, createContext({ require, module: { exports: {} }, exports: {}, queueMicrotask }))
}

export type FakeWindowParts = { id: number; ipcMain: FakeIpcMain }

export class FakeBrowserWindow extends EventEmitter {
  readonly webContents: FakeWebContents
  readonly seen: {
    options: BrowserWindowConstructorOptions
    urls: string[]
    isShown: boolean
    isFocused: boolean
    isMaximized: boolean
    isMinimized: boolean
    isDestroyed: boolean
    overlay: TitleBarOverlayOptions | null
    backgroundColor: string | null
  }
  /** Why loading is to fail. */
  failure: Error | null = null

  constructor(options: BrowserWindowConstructorOptions, { id, ipcMain }: FakeWindowParts) {
    super()
    this.webContents = new FakeWebContents(id, { ipcMain, preloadPath: options.webPreferences?.preload ?? null })
    const state = { isShown: options.show ?? true, isFocused: false, isMaximized: false, isMinimized: false }
    this.seen = { options, urls: [], ...state, isDestroyed: false, overlay: null, backgroundColor: null }
  }

  async loadURL(url: string): Promise<void> {
    this.seen.urls.push(url)
    if (this.failure !== null) throw this.failure
    this.webContents.load(url)
    setImmediate(() => this.seen.isDestroyed || this.emit('ready-to-show'))
  }
  /** As the user closes it; a listener of `close` may prevent it. */
  close(): void {
    const event = fakeEvent({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.destroy()
  }
  destroy(): void {
    if (this.seen.isDestroyed) return
    this.seen.isDestroyed = true
    this.webContents.destroy()
    this.emit('closed')
  }
  getNormalBounds() {
    const { x = 0, y = 0, width = 800, height = 600 } = this.seen.options
    return { x, y, width, height }
  }
  focus(): void {
    this.seen.isFocused = true
  }
  show(): void {
    this.seen.isShown = true
  }
  hide(): void {
    this.seen.isShown = false
  }
  maximize(): void {
    this.seen.isMaximized = true
  }
  restore(): void {
    this.seen.isMinimized = false
  }
  isFocused(): boolean {
    return this.seen.isFocused
  }
  isMaximized(): boolean {
    return this.seen.isMaximized
  }
  isMinimized(): boolean {
    return this.seen.isMinimized
  }
  isDestroyed(): boolean {
    return this.seen.isDestroyed
  }
  setBackgroundColor(backgroundColor: string): void {
    this.seen.backgroundColor = backgroundColor
  }
  setTitleBarOverlay(options: TitleBarOverlayOptions): void {
    this.seen.overlay = options
  }
}
