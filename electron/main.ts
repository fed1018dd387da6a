/** Entry of the desktop: Electron's parts, the shell and the workbench. Wiring only. */
import { fileURLToPath } from 'node:url'
import { crashReporter, shell as links } from 'electron/common'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  session,
} from 'electron/main'
import ElectronStore from 'electron-store'
import { systemClock } from './base/clock.ts'
import { parseOpenRequest, takeChoices } from './base/openRequest.ts'
import { outliveReaders } from './base/standardStreams.ts'
import { PREFERENCES_NAME } from './host/userPreferences.ts'
import { Workbench } from './host/workbench.ts'
import type { ElectronPorts } from './shell/ports.ts'
import { prepareShell, Shell } from './shell/shell.ts'

const electron: ElectronPorts = {
  platform: process.platform,
  app,
  crashReporter,
  createChannel: () => new MessageChannelMain(),
  createWindow: (options) => new BrowserWindow(options),
  defaultSession: () => session.defaultSession,
  dialog,
  ipcMain,
  nativeTheme,
  powerMonitor,
  protocol,
  screen,
  setMenu: (template) => Menu.setApplicationMenu(Menu.buildFromTemplate(template)),
  shell: links,
}
const start = { args: process.argv.slice(1), workingDir: process.cwd() }

outliveReaders()
if (prepareShell(electron, start)) {
  const { project, workspaceDir } = parseOpenRequest(start.args, start.workingDir)
  const workbench = new Workbench({
    kind: 'desktop',
    choices: takeChoices(process.env),
    stderr: process.stderr.isTTY ? 'text' : 'json',
    openPreferences: (dir) => new ElectronStore({ cwd: dir, name: PREFERENCES_NAME, configFileMode: 0o600 }),
    pickFolder: () => shell.pickFolder(),
    workspaceDir,
  })
  const shell = new Shell({
    electron,
    host: workbench,
    preferences: workbench.preferences,
    rendererDir: fileURLToPath(new URL('../renderer/dist', import.meta.url)),
    preloadPath: fileURLToPath(new URL('preload.cjs', import.meta.url)),
    elapsedMs: () => systemClock.elapsedMs(),
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => shell.quitNow())
  void workbench.failed.then((error) => shell.hostFailed(error))

  // Never awaited up here: Electron is ready only after this module has come to its end.
  void app.whenReady().then(() => {
    shell.start()
    return workbench.start(project ?? { none: true }).catch(() => {}) // `failed` tells it, too
  })
} else {
  app.quit() // the one that runs has been told
}
