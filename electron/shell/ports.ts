/**
 * The parts of Electron that the shell uses. Everything in this folder is a function of them, so that it
 * runs in tests without Electron; electron/main.ts hands in the real ones (TOOLCHAIN: types only here).
 */
import type { CrashReporter, Shell } from 'electron/common'
import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  MenuItemConstructorOptions,
  MessagePortMain,
  NativeTheme,
  PowerMonitor,
  Protocol,
  Screen,
  Session,
  WebContents,
  WebFrameMain,
} from 'electron/main'

export type AppPort = Pick<
  App,
  | 'addRecentDocument'
  | 'enableSandbox'
  | 'focus'
  | 'getLocale'
  | 'isPackaged'
  | 'name'
  | 'on'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'whenReady'
>
export type FramePort = Pick<WebFrameMain, 'parent' | 'postMessage' | 'url'>
export type ContentsPort = Pick<
  WebContents,
  | 'forcefullyCrashRenderer'
  | 'id'
  | 'insertCSS'
  | 'isDestroyed'
  | 'mainFrame'
  | 'on'
  | 'reload'
  | 'sendInputEvent'
  | 'setWindowOpenHandler'
>
export type WindowPort = Pick<
  BrowserWindow,
  | 'focus'
  | 'getNormalBounds'
  | 'hide'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'on'
  | 'once'
  | 'restore'
  | 'setBackgroundColor'
  | 'setTitleBarOverlay'
  | 'show'
> & { readonly webContents: ContentsPort }
/** The window's end of a connection. It can never be handed to a Worker (electron#33086): main relays. */
export type WindowSidePort = Pick<MessagePortMain, 'close' | 'on' | 'postMessage' | 'start'>
export type SessionPort = Pick<
  Session,
  | 'on'
  | 'setDevicePermissionHandler'
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
> & { readonly webRequest: Pick<Session['webRequest'], 'onBeforeRequest'> }

export type ElectronPorts = {
  platform: NodeJS.Platform
  app: AppPort
  crashReporter: Pick<CrashReporter, 'start'>
  createChannel(): { port1: MessagePortMain; port2: MessagePortMain }
  createWindow(options: BrowserWindowConstructorOptions): WindowPort
  /** The window that a message box or a dialog belongs to is the focused one. */
  dialog: Pick<Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog'>
  ipcMain: Pick<IpcMain, 'on'>
  nativeTheme: Pick<NativeTheme, 'on' | 'shouldUseDarkColors' | 'themeSource'>
  powerMonitor: Pick<PowerMonitor, 'on'>
  protocol: Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'>
  screen: Pick<Screen, 'getAllDisplays'>
  /** Asked for only once the app is ready. */
  defaultSession(): SessionPort
  setMenu(template: MenuItemConstructorOptions[]): void
  shell: Pick<Shell, 'openExternal'>
}
