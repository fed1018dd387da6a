/** A line icon of 14 or 16 px; it says nothing to a screen reader, the text beside it or the label of its button does. */
import { ICONS, type IconName } from '../icons.ts'

export type IconProps = { name: IconName; size?: 12 | 14 | 16 }

/** Thinner when larger, so that both look equally heavy. */
const STROKE_BY_SIZE = { 12: 2, 14: 2, 16: 1.75 }

export function Icon({ name, size = 16 }: IconProps) {
  const Shape = ICONS[name]
  return <Shape size={size} strokeWidth={STROKE_BY_SIZE[size]} aria-hidden="true" />
}
