/** The colours and the font of the theme as values, because a canvas knows no tokens; read once for each theme. */
import { useSyncExternalStore } from 'react'
import { CHART_TONES, type ChartTone } from './chartData.ts'

export type Palette = {
  tones: Record<ChartTone, string>
  grid: string
  zero: string
  text: string // labels of the axes and of marks
  crosshair: string
  surface: string // around the dots of the crosshair
  font: string // with its size in pixels first
}

const SCHEME = 'data-mantine-color-scheme'
const FILL_RATIO = 0.13

let known: { scheme: string | null; palette: Palette } | null = null

/** The same object while the theme is the same. */
export const usePalette = (): Palette => useSyncExternalStore(onSchemeChange, currentPalette)

function onSchemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: [SCHEME] })
  return () => observer.disconnect()
}

function currentPalette(): Palette {
  const scheme = document.documentElement.getAttribute(SCHEME)
  if (known?.scheme !== scheme) known = { scheme, palette: readPalette() }
  return known.palette
}

function readPalette(): Palette {
  const styles = getComputedStyle(document.documentElement)
  const token = (name: string) => styles.getPropertyValue(`--${name}`).trim()
  const [size = ''] = token('t-11').split('/')
  return {
    tones: Object.fromEntries(CHART_TONES.map((tone) => [tone, token(tone)])) as Palette['tones'], // of all of them
    grid: token('line-1'),
    zero: token('line-3'),
    text: token('fg-3'),
    crosshair: token('fg-2'),
    surface: token('canvas'),
    font: `${size.trim()} ${token('font-ui')}`,
  }
}

/** The colour of the area under a line. Tokens are written with six digits. */
export const fillOf = (colour: string): string =>
  `${colour}${Math.round(FILL_RATIO * 255)
    .toString(16)
    .padStart(2, '0')}`
