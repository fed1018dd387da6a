/** All of the fake Electron, as the ports that the shell is a function of. */
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron/main'
import type { ElectronPorts } from '../../../electron/shell/ports.ts'
import { FakeApp, FakeDialog, FakeProtocol, type Journal, needsReady } from './fakeApp.ts'
import { FakeIpcMain } from './fakeIpc.ts'
import { FakeMessageChannelMain } from './fakePorts.ts'
import {
  FakeCrashReporter,
  FakeNativeTheme,
  FakePowerMonitor,
  FakeScreen,
  FakeSession,
  FakeShell,
} from './fakeSystem.ts'
import { FakeBrowserWindow } from './fakeWindow.ts'

export class FakeElectron {
  readonly journal: Journal = []
  readonly windows: FakeBrowserWindow[] = []
  menu: MenuItemConstructorOptions[] = []
  readonly app = new FakeApp({ closeWindows: () => this.#closeWindows(), journal: this.journal })
  readonly crashReporter = new FakeCrashReporter(this.journal)
  readonly dialog = new FakeDialog(this.app)
  readonly ipcMain = new FakeIpcMain()
  readonly nativeTheme = new FakeNativeTheme()
  readonly powerMonitor = new FakePowerMonitor()
  readonly protocol = new FakeProtocol(this.app, this.journal)
  readonly screen = new FakeScreen()
  readonly session = new FakeSession()
  readonly shell = new FakeShell()
  /** Why the next windows cannot load. */
  loadFailure: Error | null = null
  #lastWindowId = 0

  createWindow(options: BrowserWindowConstructorOptions): FakeBrowserWindow {
    needsReady(this.app, 'BrowserWindow')
    const window = new FakeBrowserWindow(options, { id: ++this.#lastWindowId, ipcMain: this.ipcMain })
    window.failure = this.loadFailure
    this.windows.push(window)
    window.on('closed', () => {
      this.windows.splice(this.windows.indexOf(window), 1)
      if (this.windows.length === 0 && !this.app.seen.hasQuit) this.app.emit('window-all-closed')
    })
    return window
  }

  /** The fakes are held to Electron's types one by one (test/unit/shell/fakeElectron.test.ts). */
  ports(platform: NodeJS.Platform = 'linux'): ElectronPorts {
    const { app, crashReporter, dialog, ipcMain, nativeTheme, powerMonitor, protocol, screen, shell } = this
    const parts = { app, crashReporter, dialog, ipcMain, nativeTheme, powerMonitor, protocol, screen, shell }
    const ports = {
      ...parts,
      platform,
      createChannel: () => new FakeMessageChannelMain(),
      createWindow: (options: BrowserWindowConstructorOptions) => this.createWindow(options),
      defaultSession: () => {
        needsReady(app, 'session')
        return this.session
      },
      setMenu: (template: MenuItemConstructorOptions[]) => {
        needsReady(app, 'Menu')
        this.menu = template
      },
    }
    return ports as unknown as ElectronPorts // emitters: Electron's have an overload for each event
  }

  #closeWindows(): boolean {
    for (const window of [...this.windows]) window.close()
    return this.windows.length === 0
  }
}
