/** One of a row of filters that are on or off, each with its count. */
import { classes } from '../classes.ts'
import { Glyph } from '../status/Glyph.tsx'
import type { GlyphName } from '../status/glyphs.tsx'
import css from './TogglePill.module.css'

export type TogglePillProps = { isOn: boolean; glyph?: GlyphName; label: string; count?: string; onClick: () => void }

export function TogglePill({ isOn, glyph, label, count, onClick }: TogglePillProps) {
  return (
    <button type="button" className={classes(css.pill, isOn && css.on)} aria-pressed={isOn} onClick={onClick}>
      {glyph && <Glyph name={glyph} />}
      {label}
      {count !== undefined && <span className={css.count}>{count}</span>}
    </button>
  )
}
