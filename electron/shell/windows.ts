/** The windows that are open: how each is made, what it remembers, and when it may close. */
import { hardenContents } from './hardening.ts'
import { type RecoveryOptions, recoverPage } from './pageRecovery.ts'
import type { ContentsPort, ElectronPorts, WindowPort } from './ports.ts'
import { APP_URL } from './scheme.ts'
import type { ShellPreferences } from './shellHost.ts'
import { COLORS, type ThemeName, titleBarCss, titleBarOverlay, windowOptions } from './windowLook.ts'
import { besides, placeFor, placeOf } from './windowPlaces.ts'

export type WindowsOptions = Pick<ElectronPorts, 'createWindow' | 'nativeTheme' | 'platform' | 'screen' | 'shell'> & {
  preferences: ShellPreferences
  preloadPath: string
  hasDevTools: boolean
  recovery: RecoveryOptions
  /** The last window wants to close. False: not now, and whoever says so sees to the rest. */
  mayCloseLast(): boolean
  /** The page of this window is another one now, or none. */
  onPageEnd(contentsId: number): void
  onLoadError(error: Error): void
}

export class Windows {
  readonly #options: WindowsOptions
  readonly #open = new Set<WindowPort>()

  constructor(options: WindowsOptions) {
    this.#options = options
    options.nativeTheme.on('updated', () => this.#paint())
  }

  isOurs({ id }: Pick<ContentsPort, 'id'>): boolean {
    return [...this.#open].some(({ webContents }) => webContents.id === id)
  }

  open(): void {
    const { createWindow, platform, preferences, preloadPath, hasDevTools, screen, shell, recovery } = this.#options
    const previous = this.#last()
    const wanted = previous === undefined ? preferences.windowPlace() : besides(placeOf(previous))
    const place = placeFor(wanted, screen.getAllDisplays())
    const window = createWindow(windowOptions({ platform, theme: this.#theme(), place, preloadPath, hasDevTools }))
    const { webContents } = window
    const contentsId = webContents.id
    this.#open.add(window)

    hardenContents(webContents, shell)
    recoverPage(window, recovery)
    webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
      if (isMainFrame && !isSameDocument) this.#options.onPageEnd(contentsId)
    })
    webContents.on('dom-ready', () => void webContents.insertCSS(titleBarCss(platform)))
    window.once('ready-to-show', () => {
      if (place?.isMaximized) window.maximize()
      window.show()
    })
    window.on('close', (event) => {
      this.#remember(window)
      if (this.#open.size === 1 && !this.#options.mayCloseLast()) event.preventDefault()
    })
    window.on('closed', () => {
      this.#open.delete(window)
      this.#options.onPageEnd(contentsId)
    })
    void window.loadURL(APP_URL).catch((error: Error) => this.#options.onLoadError(error))
  }

  /** Brings one to the front; opens one when there is none. */
  show(): void {
    const window = this.#last()
    if (window === undefined) return this.open()
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  hide(): void {
    for (const window of this.#open) window.hide()
  }

  /** The page that the user looks at, as far as the shell can tell. */
  get front(): ContentsPort | null {
    return this.#last()?.webContents ?? null
  }

  /** A place that cannot be written, on a full disk for example, must not keep a window from closing. */
  #remember(window: WindowPort): void {
    try {
      this.#options.preferences.rememberWindow(placeOf(window))
    } catch {
      // The next window opens where it did before.
    }
  }

  #last(): WindowPort | undefined {
    const windows = [...this.#open]
    return windows.find((window) => window.isFocused()) ?? windows.at(-1)
  }

  #theme(): ThemeName {
    return this.#options.nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
  }

  #paint(): void {
    const theme = this.#theme()
    for (const window of this.#open) {
      window.setBackgroundColor(COLORS[theme].canvas)
      if (this.#options.platform !== 'darwin') window.setTitleBarOverlay(titleBarOverlay(theme))
    }
  }
}
