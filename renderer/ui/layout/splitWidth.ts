/** How wide the end pane of a split may be, and what a key does to it. All widths in pixels. */
export type SplitLimits = { minPixels: number; maxPixels: number }

const STEP_PIXELS = 16
const BIG_STEP_PIXELS = 96

export function clampWidth(widthPixels: number, { minPixels, maxPixels }: SplitLimits): number {
  // the minimum wins where the window is too small for both
  return Math.round(Math.max(minPixels, Math.min(maxPixels, widthPixels)))
}

/** The width after a key, or null when the key means nothing here. The end pane grows to the left. */
export function widthAfterKey(
  { key, hasShift, widthPixels }: { key: string; hasShift: boolean; widthPixels: number },
  limits: SplitLimits,
): number | null {
  const stepPixels = hasShift ? BIG_STEP_PIXELS : STEP_PIXELS
  switch (key) {
    case 'ArrowLeft':
      return clampWidth(widthPixels + stepPixels, limits)
    case 'ArrowRight':
      return clampWidth(widthPixels - stepPixels, limits)
    case 'Home':
      return clampWidth(limits.minPixels, limits)
    case 'End':
      return clampWidth(limits.maxPixels, limits)
    default:
      return null
  }
}
