/** The colours and the type of a terminal, read from the tokens of the theme that is shown. */
import type { ITerminalOptions, ITheme } from '@xterm/xterm'

const DEFAULT_FONT_PIXELS = 12
/** Of the height of the font: rows of 18 for a font of 12. */
const LINE_HEIGHT = 1.125
/** Two more hexadecimal digits of a colour: how much of it is seen. */
const SELECTION_ALPHA = '73'

const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

export function themeOfTokens(): ITheme {
  const [red, green, yellow] = [token('--fail'), token('--ok'), token('--retry')]
  const [blue, magenta, cyan] = [token('--run'), token('--lapsed'), token('--cat-2')]
  const foreground = token('--fg-1')
  const background = token('--canvas')
  return {
    foreground,
    background,
    cursor: foreground,
    cursorAccent: background,
    selectionBackground: `${token('--accent-solid')}${SELECTION_ALPHA}`,
    scrollbarSliderBackground: token('--line-2'),
    scrollbarSliderHoverBackground: token('--line-3'),
    scrollbarSliderActiveBackground: token('--line-3'),
    black: token('--fg-4'),
    red,
    green,
    yellow,
    blue,
    magenta,
    cyan,
    white: token('--fg-2'),
    brightBlack: token('--fg-3'),
    brightRed: red,
    brightGreen: green,
    brightYellow: yellow,
    brightBlue: blue,
    brightMagenta: magenta,
    brightCyan: cyan,
    brightWhite: foreground,
  }
}

/** How matches of a search are drawn; the addon takes no other form of a colour. */
export function searchColours() {
  const mark = token('--mark')
  const active = token('--retry-solid')
  return {
    matchBackground: mark,
    matchOverviewRuler: mark,
    activeMatchBackground: mark,
    activeMatchBorder: active,
    activeMatchColorOverviewRuler: active,
  }
}

export function typeOfTokens(): Pick<ITerminalOptions, 'fontFamily' | 'fontSize' | 'lineHeight'> {
  const fontSize = Number.parseFloat(token('--t-mono')) || DEFAULT_FONT_PIXELS
  return { fontFamily: token('--font-mono'), fontSize, lineHeight: LINE_HEIGHT }
}

/** Widths are measured once: the font must be there before. */
export async function loadTerminalFont(): Promise<void> {
  const { fontFamily, fontSize } = typeOfTokens()
  const [first = ''] = (fontFamily ?? '').split(',')
  const load = (weight: string) => document.fonts.load(`${weight} ${fontSize}px ${first}`).catch(() => []) // drawn in the next one of the list
  await Promise.all(['400', '600'].map(load))
}

/** Calls `changed` when the window shows its other theme, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] })
  return () => observer.disconnect()
}
