/**
 * The native menu. What the system knows is a role; what the host does is called; what the page does is
 * told to the page as the key that the page itself listens to, so that there is one table of what keys do.
 */
import type { MenuItemConstructorOptions } from 'electron/main'
import type { ShellTexts } from './texts.ts'

export type MenuActions = {
  newWindow(): void
  openFolder(): void
  openSample(): void
  openDocuments(): void
  quit(): void
  press(keys: PageKeys): void
}
/** As renderer/stores/shortcuts.ts names them; `Mod` is Cmd on a Mac and Ctrl elsewhere. */
export type PageKeys = (typeof PAGE_KEYS)[keyof typeof PAGE_KEYS]
export const PAGE_KEYS = {
  newTask: 'N',
  goOverview: '1',
  goTasks: '2',
  goInbox: '3',
  goDeliveries: '9',
  goOperations: '0',
  goInstances: '5',
  goFunctions: '6',
  goLogs: '7',
  goMetrics: '8',
  search: 'Mod+K',
  rail: 'Mod+B',
  back: 'Alt+ArrowLeft',
  forward: 'Alt+ArrowRight',
  help: '?',
} as const

export type MenuOptions = {
  texts: ShellTexts
  platform: NodeJS.Platform
  hasDevTools: boolean
  actions: MenuActions
}

export function menuTemplate({ texts, platform, hasDevTools, actions }: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = platform === 'darwin'
  const separator = { type: 'separator' } as const
  /** The page hears the key itself; macOS cannot show a key without taking it, so it shows none there. */
  const page = (label: string, keys: PageKeys): MenuItemConstructorOptions => ({
    label,
    click: () => actions.press(keys),
    ...(isMac ? {} : { accelerator: acceleratorOf(keys), registerAccelerator: false }),
  })
  const recent: MenuItemConstructorOptions[] = isMac
    ? [
        {
          label: texts.openRecent,
          role: 'recentDocuments',
          submenu: [{ label: texts.clearRecent, role: 'clearRecentDocuments' }],
        },
      ]
    : [] // Windows has them in the taskbar's menu; on Linux the window lists them

  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: texts.file,
      submenu: [
        page(texts.newTask, PAGE_KEYS.newTask),
        { label: texts.newWindow, accelerator: 'CmdOrCtrl+Shift+N', click: () => actions.newWindow() },
        separator,
        { label: texts.openFolder, accelerator: 'CmdOrCtrl+O', click: () => actions.openFolder() },
        ...recent,
        { label: texts.openSample, click: () => actions.openSample() },
        separator,
        { role: 'close' },
        ...(isMac ? [] : [{ label: texts.quit, accelerator: 'CmdOrCtrl+Q', click: () => actions.quit() }]),
      ],
    },
    { label: texts.edit, role: 'editMenu' },
    {
      label: texts.view,
      submenu: [
        page(texts.overview, PAGE_KEYS.goOverview),
        page(texts.tasks, PAGE_KEYS.goTasks),
        page(texts.inbox, PAGE_KEYS.goInbox),
        page(texts.deliveries, PAGE_KEYS.goDeliveries),
        page(texts.instances, PAGE_KEYS.goInstances),
        page(texts.functions, PAGE_KEYS.goFunctions),
        page(texts.logs, PAGE_KEYS.goLogs),
        page(texts.metrics, PAGE_KEYS.goMetrics),
        page(texts.operations, PAGE_KEYS.goOperations),
        separator,
        page(texts.search, PAGE_KEYS.search),
        separator,
        page(texts.back, PAGE_KEYS.back),
        page(texts.forward, PAGE_KEYS.forward),
        page(texts.rail, PAGE_KEYS.rail),
        separator,
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(hasDevTools ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    { label: texts.window, role: 'windowMenu' },
    {
      label: texts.help,
      role: 'help',
      submenu: [
        page(texts.shortcuts, PAGE_KEYS.help),
        { label: texts.documents, click: () => actions.openDocuments() },
      ],
    },
  ]
}

const ACCELERATOR_NAMES: Record<string, string> = { Mod: 'CmdOrCtrl', ArrowLeft: 'Left', ArrowRight: 'Right' }

export function acceleratorOf(keys: PageKeys): string {
  return keys
    .split('+')
    .map((key) => ACCELERATOR_NAMES[key] ?? key)
    .join('+')
}

/** What `webContents.sendInputEvent` takes for these keys. */
export function keyPress(keys: PageKeys, platform: NodeJS.Platform) {
  const parts = keys.split('+')
  const keyCode = parts.at(-1)?.replace('Arrow', '') ?? ''
  const modifiers = parts
    .slice(0, -1)
    .map((name) =>
      name === 'Alt' ? ('alt' as const) : platform === 'darwin' ? ('meta' as const) : ('control' as const),
    )
  return { keyCode, modifiers }
}
