/** Where windows were, and whether they can still be there: a screen may have been unplugged. Pixels. */
import type { Display } from 'electron/main'
import type { WindowPlace } from '../../shared/contract/preferences.ts'
import type { WindowPort } from './ports.ts'

/** So much of the title bar must lie on a screen that a hand can grab it. */
const GRAB_WIDTH = 120
const TITLE_BAR_HEIGHT = 40
/** The next window does not hide the one before. */
const STEP = 32

export function placeOf(window: Pick<WindowPort, 'getNormalBounds' | 'isMaximized'>): WindowPlace {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

/** Null: better where the system puts new windows. */
export function placeFor(place: WindowPlace | null, displays: readonly Pick<Display, 'workArea'>[]) {
  if (place === null) return null
  const canBeGrabbed = displays.some(({ workArea }) => {
    const overlapWidth = Math.min(place.x + place.width, workArea.x + workArea.width) - Math.max(place.x, workArea.x)
    const isBarInside = place.y >= workArea.y && place.y + TITLE_BAR_HEIGHT <= workArea.y + workArea.height
    return overlapWidth >= GRAB_WIDTH && isBarInside
  })
  return canBeGrabbed ? place : null
}

export function besides(place: WindowPlace): WindowPlace {
  return { ...place, x: place.x + STEP, y: place.y + STEP, isMaximized: false }
}
