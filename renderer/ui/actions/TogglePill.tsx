/** One of a row of filters that are on or off, each with its count. */
import { classes } from '../classes.ts'
import { Glyph } from '../status/Glyph.tsx'
import type { GlyphName } from '../status/glyphs.tsx'
import css from './TogglePill.module.css'

export type TogglePillProps = {
  isOn: boolean
  glyph?: GlyphName
  label: string
  count?: string
  isQuiet?: boolean
  onClick: () => void
}

/** `isQuiet`: there is nothing behind it now, so that its glyph draws no eye. */
export function TogglePill({ isOn, glyph, label, count, isQuiet = false, onClick }: TogglePillProps) {
  return (
    <button
      type="button"
      className={classes(css.pill, isOn && css.on, isQuiet && !isOn && css.quiet)}
      aria-pressed={isOn}
      onClick={onClick}
    >
      {glyph && <Glyph name={glyph} />}
      {label}
      {count !== undefined && <span className={css.count}>{count}</span>}
    </button>
  )
}
