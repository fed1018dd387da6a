/** A short word about the whole of what is shown (a header's state, a kind); not a control. */
import type { ReactNode } from 'react'
import { classes } from '../classes.ts'
import type { IconName } from '../icons.ts'
import { Glyph } from './Glyph.tsx'
import type { GlyphName } from './glyphs.tsx'
import { Icon } from './Icon.tsx'
import css from './Tag.module.css'

export type TagTone = 'neutral' | 'fail' | 'retry' | 'ok' | 'run' | 'accent' | 'lapsed'
export type TagProps = { tone?: TagTone; icon?: IconName; glyph?: GlyphName; children: ReactNode }

export function Tag({ tone = 'neutral', icon, glyph, children }: TagProps) {
  return (
    <span className={classes(css.tag, css[tone])}>
      {glyph && <Glyph name={glyph} />}
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  )
}
