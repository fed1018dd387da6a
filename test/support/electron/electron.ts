/** What tests get for `electron`, `electron/main` and so on (test/vitest.config.ts): one fake for the whole file. */
import type { BrowserWindowConstructorOptions, MenuItemConstructorOptions } from 'electron/main'
import { FakeContextBridge } from './fakeContextBridge.ts'
import { FakeElectron } from './fakeElectron.ts'
import { FakeIpcRenderer } from './fakeIpc.ts'
import { FakeMessageChannelMain } from './fakePorts.ts'

export const fake = new FakeElectron()
const ports = fake.ports(process.platform)

export const { app, crashReporter, dialog, ipcMain, nativeTheme, powerMonitor, protocol, screen, shell } = fake
export const session = {
  get defaultSession() {
    return ports.defaultSession()
  },
}
export const Menu = {
  buildFromTemplate: (template: MenuItemConstructorOptions[]) => template,
  setApplicationMenu: (template: MenuItemConstructorOptions[]) => ports.setMenu(template),
}
export const BrowserWindow = function BrowserWindow(options: BrowserWindowConstructorOptions) {
  return fake.createWindow(options)
}
export const MessageChannelMain = FakeMessageChannelMain
export const contextBridge = new FakeContextBridge()
export const ipcRenderer = new FakeIpcRenderer(() => {})
