/**
 * The desktop around the host: windows and their connections, menu, opening projects, quitting. A
 * function of Electron's parts (ports.ts) and of the host (shellHost.ts); electron/main.ts wires both.
 *
 * Sleep of the machine is not passed on: the host notices by itself that it stood still (host/heartbeat.ts).
 */

import type { ProjectChoice } from '../../shared/contract/host.contract.ts'
import { type AppError, toWireError } from '../../shared/errors.ts'
import { type OpenRequest, readOpenRequest } from '../base/openRequest.ts'
import { Connections } from './connections.ts'
import { hardenSession } from './hardening.ts'
import { keyPress, menuTemplate, type PageKeys } from './menu.ts'
import type { ElectronPorts } from './ports.ts'
import { Quit } from './quit.ts'
import { countRunning } from './runningTasks.ts'
import { APP_SCHEME, serveRenderer } from './scheme.ts'
import type { ShellHost, ShellPreferences } from './shellHost.ts'
import { languageOf, SHELL_TEXTS, type ShellTexts } from './texts.ts'
import { Windows } from './windows.ts'

const DOCUMENTS_URL = 'https://help.aliyun.com/zh/functioncompute/'

export type ShellOptions = {
  electron: ElectronPorts
  host: ShellHost
  preferences: ShellPreferences
  rendererDir: string
  preloadPath: string
  elapsedMs(): number // monotonic
}

/**
 * What Electron wants before it is ready and before anything is awaited. False: another Taskyard runs,
 * and has been told what this start was asked to open.
 */
export function prepareShell(
  { app, crashReporter, protocol }: Pick<ElectronPorts, 'app' | 'crashReporter' | 'protocol'>,
  start: { args: readonly string[]; workingDir: string },
): boolean {
  crashReporter.start({ uploadToServer: false })
  app.enableSandbox()
  protocol.registerSchemesAsPrivileged([APP_SCHEME])
  return app.requestSingleInstanceLock({ args: [...start.args], workingDir: start.workingDir })
}

export class Shell {
  readonly #options: ShellOptions
  readonly #connections: Connections
  readonly #windows: Windows
  readonly #quit: Quit
  readonly #started = Promise.withResolvers<void>()

  constructor(options: ShellOptions) {
    this.#options = options
    const { electron, host, preferences, preloadPath } = options
    const { app, dialog, ipcMain, createChannel } = electron
    const texts = () => this.#texts
    const connectWindow = () => host.connectWindow()

    this.#quit = new Quit({
      app,
      dialog,
      texts,
      countRunning: () => countRunning(connectWindow),
      hideWindows: () => this.#windows.hide(),
      stopHost: () => host.stop(),
    })
    this.#connections = new Connections({
      ipcMain,
      createChannel,
      connectWindow,
      isOurs: (contents) => this.#windows.isOurs(contents),
    })
    const endConnection = (contentsId: number) => this.#connections.end(contentsId)
    this.#windows = new Windows({
      ...electron,
      preferences,
      preloadPath,
      hasDevTools: !app.isPackaged,
      recovery: { dialog, texts, elapsedMs: options.elapsedMs, quit: () => this.#quit.now(), onGone: endConnection },
      mayCloseLast: () => this.#mayCloseLast(),
      onPageEnd: endConnection,
      onLoadError: (error) => dialog.showErrorBox(this.#texts.cannotStart, error.message),
    })

    app.on('second-instance', (_event, _argv, _workingDir, data) => void this.#takeOver(readOpenRequest(data)))
    app.on('open-file', (event, path) => {
      event.preventDefault()
      void this.openProject({ dir: path })
    })
    app.on('activate', () => void this.#started.promise.then(() => this.#windows.show()))
    app.on('window-all-closed', () => electron.platform === 'darwin' || this.#quit.request())
    host.onOpened((dir) => app.addRecentDocument(dir))
    preferences.onChange(() => this.#apply())
  }

  /** Call when Electron is ready. */
  start(): void {
    const { electron, rendererDir } = this.#options
    hardenSession(electron.defaultSession())
    electron.protocol.handle('app', serveRenderer(rendererDir))
    this.#quit.heedShutdown(electron.powerMonitor)
    this.#apply()
    this.#windows.open()
    this.#started.resolve()
  }

  /** What was asked for before Electron is ready waits for that. */
  async openProject(choice: ProjectChoice): Promise<void> {
    await this.#started.promise
    try {
      await this.#options.host.open(choice)
      this.#windows.show()
    } catch (error) {
      await this.#say(this.#texts.cannotOpen, error)
    }
  }

  /** A folder, by the system's dialog; null when the user cancelled. */
  async pickFolder(): Promise<string | null> {
    const { chooseFolder, openFolderButton } = this.#texts
    const { canceled, filePaths } = await this.#options.electron.dialog.showOpenDialog({
      title: chooseFolder,
      buttonLabel: openFolderButton,
      properties: ['openDirectory'],
    })
    return canceled ? null : (filePaths[0] ?? null)
  }

  /** The host has stopped by itself and cannot go on; what it had accepted is kept. */
  async hostFailed(error: AppError): Promise<void> {
    await this.#say(this.#texts.cannotGoOn, error)
    this.#quit.now()
  }

  /** Without a question, for a signal. */
  quitNow(): void {
    this.#quit.now()
  }

  get #texts(): ShellTexts {
    const { electron, preferences } = this.#options
    return SHELL_TEXTS[languageOf(preferences.read().language, electron.app.getLocale())]
  }

  /** What follows from the preferences outside the page. */
  #apply(): void {
    const { electron, preferences } = this.#options
    electron.nativeTheme.themeSource = preferences.read().theme
    electron.setMenu(
      menuTemplate({
        texts: this.#texts,
        platform: electron.platform,
        hasDevTools: !electron.app.isPackaged,
        actions: {
          newWindow: () => this.#windows.open(),
          openFolder: () => void this.#openPicked(),
          openSample: () => void this.openProject({ sample: true }),
          openDocuments: () => void electron.shell.openExternal(DOCUMENTS_URL).catch(() => {}),
          quit: () => this.#quit.request(),
          press: (keys) => this.#press(keys),
        },
      }),
    )
  }

  async #openPicked(): Promise<void> {
    const dir = await this.pickFolder()
    if (dir !== null) await this.openProject({ dir })
  }

  async #takeOver({ project }: OpenRequest): Promise<void> {
    await this.#started.promise
    this.#windows.show()
    if (project !== null) await this.openProject(project)
  }

  #mayCloseLast(): boolean {
    if (this.#options.electron.platform === 'darwin' || this.#quit.isAgreed) return true
    this.#quit.request()
    return false
  }

  #press(keys: PageKeys): void {
    const contents = this.#windows.front
    const press = keyPress(keys, this.#options.electron.platform)
    contents?.sendInputEvent({ type: 'keyDown', ...press })
    contents?.sendInputEvent({ type: 'keyUp', ...press })
  }

  async #say(message: string, error: unknown): Promise<void> {
    const detail = toWireError(error).message
    await this.#options.electron.dialog.showMessageBox({ type: 'error', message, detail })
  }
}
