/** Where windows were, and whether they can still be there: a screen may have been unplugged. Pixels. */
import type { Display } from 'electron/main'
import type { WindowPort } from './ports.ts'
import type { WindowMemory } from './shellHost.ts'

/** So much of the title bar must lie on a screen that a hand can grab it. */
const GRAB_WIDTH = 120
const TITLE_BAR_HEIGHT = 40
/** The next window does not hide the one before. */
const STEP = 32

export function memoryOf(window: Pick<WindowPort, 'getNormalBounds' | 'isMaximized'>): WindowMemory {
  return { ...window.getNormalBounds(), isMaximized: window.isMaximized() }
}

/** Null: better where the system puts new windows. */
export function placeFor(memory: WindowMemory | null, displays: readonly Pick<Display, 'workArea'>[]) {
  if (memory === null) return null
  const canBeGrabbed = displays.some(({ workArea }) => {
    const overlapWidth = Math.min(memory.x + memory.width, workArea.x + workArea.width) - Math.max(memory.x, workArea.x)
    const isBarInside = memory.y >= workArea.y && memory.y + TITLE_BAR_HEIGHT <= workArea.y + workArea.height
    return overlapWidth >= GRAB_WIDTH && isBarInside
  })
  return canBeGrabbed ? memory : null
}

export function besides(memory: WindowMemory): WindowMemory {
  return { ...memory, x: memory.x + STEP, y: memory.y + STEP, isMaximized: false }
}
