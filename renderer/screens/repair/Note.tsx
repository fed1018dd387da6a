/** One thing to know before the button is pressed, or why it did nothing. */
import { type ReactNode, useEffect, useRef } from 'react'
import { classes, Icon, type IconName } from '../../ui/index.ts'
import css from './Note.module.css'

type NoteProps = { tone: 'warn' | 'fail'; icon: IconName; children: ReactNode }

export function Note({ tone, icon, children }: NoteProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (tone === 'fail') place.current?.scrollIntoView({ block: 'nearest' }) // what was refused is never out of sight
  }, [tone])
  return (
    <div ref={place} className={classes(css.note, css[tone])} role={tone === 'fail' ? 'alert' : undefined}>
      <span className={css.icon}>
        <Icon name={icon} size={16} />
      </span>
      <div className={css.words}>{children}</div>
    </div>
  )
}
