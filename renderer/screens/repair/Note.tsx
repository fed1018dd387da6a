/** One thing to know before the button is pressed, or why it did nothing. */
import type { ReactNode } from 'react'
import { classes, Icon, type IconName } from '../../ui/index.ts'
import css from './Note.module.css'

type NoteProps = { tone: 'warn' | 'fail'; icon: IconName; children: ReactNode }

export function Note({ tone, icon, children }: NoteProps) {
  return (
    <div className={classes(css.note, css[tone])} role={tone === 'fail' ? 'alert' : undefined}>
      <span className={css.icon}>
        <Icon name={icon} size={16} />
      </span>
      <div className={css.words}>{children}</div>
    </div>
  )
}
