/** The glyph of a state in its colour. It is silent: a word of the same state stands beside it. */
import { classes } from '../classes.ts'
import css from './Glyph.module.css'
import { GLYPHS, type GlyphName } from './glyphs.tsx'

export type GlyphProps = { name: GlyphName; size?: 12 | 14 | 16 }

export function Glyph({ name, size = 14 }: GlyphProps) {
  const { tone, drawing } = GLYPHS[name]
  return (
    <svg className={classes(css.glyph, css[tone])} width={size} height={size} viewBox="0 0 14 14" aria-hidden="true">
      {drawing}
    </svg>
  )
}
