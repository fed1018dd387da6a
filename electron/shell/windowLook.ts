/**
 * How a window is made: hardened, in the colours of its theme before the first paint, with the design's
 * title bar of 40 px in place of the system's. Sizes are in CSS pixels.
 */
import type { BrowserWindowConstructorOptions, TitleBarOverlayOptions } from 'electron/main'
import type { WindowPlace } from '../../shared/contract/preferences.ts'

const TITLE_BAR_HEIGHT = 40
const DEFAULT_SIZE = { width: 1_360, height: 860 }
export const MIN_SIZE = { width: 960, height: 600 }

/** Of the design's tokens: canvas, chrome and fg-2. */
export const COLORS = {
  dark: { canvas: '#141518', chrome: '#0e0f12', symbol: '#b3b6bb' },
  light: { canvas: '#ffffff', chrome: '#f3f4f6', symbol: '#4b4f55' },
} as const
export type ThemeName = keyof typeof COLORS

/** The traffic lights are 14 px high: this centres them in the title bar. */
const TRAFFIC_LIGHTS = { x: 16, y: 13 }
const TRAFFIC_LIGHTS_WIDTH = 78
const WINDOW_BUTTONS_WIDTH = 138

export type WindowLook = {
  platform: NodeJS.Platform
  theme: ThemeName
  place: WindowPlace | null
  preloadPath: string
  hasDevTools: boolean
}

export function windowOptions(look: WindowLook): BrowserWindowConstructorOptions {
  const { platform, theme, place, preloadPath, hasDevTools } = look
  const isMac = platform === 'darwin'
  return {
    ...(place === null ? DEFAULT_SIZE : { x: place.x, y: place.y, width: place.width, height: place.height }),
    minWidth: MIN_SIZE.width,
    minHeight: MIN_SIZE.height,
    title: 'Taskyard',
    show: false, // until it has something to show
    backgroundColor: COLORS[theme].canvas,
    autoHideMenuBar: true, // Alt shows it, where windows have menus of their own
    ...(isMac
      ? { titleBarStyle: 'hiddenInset', trafficLightPosition: TRAFFIC_LIGHTS }
      : { titleBarStyle: 'hidden', titleBarOverlay: titleBarOverlay(theme) }),
    webPreferences: {
      preload: preloadPath,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: hasDevTools,
    },
  }
}

export function titleBarOverlay(theme: ThemeName): TitleBarOverlayOptions {
  return { color: COLORS[theme].chrome, symbolColor: COLORS[theme].symbol, height: TITLE_BAR_HEIGHT }
}

/** Put into the page: the room that the system's buttons take in the title bar. */
export function titleBarCss(platform: NodeJS.Platform): string {
  const [start, end] = platform === 'darwin' ? [TRAFFIC_LIGHTS_WIDTH, 0] : [0, WINDOW_BUTTONS_WIDTH]
  return `:root:root { --titlebar-inset-start: ${start}px; --titlebar-inset-end: ${end}px; }`
}
