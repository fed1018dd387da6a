/**
 * A value in a small frame. With `onRemove` it is one term of a filter: `name` is its key, and the
 * button at its end takes it away; without, it only names something (a queue, a code version).
 */
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.ts'
import { classes } from '../classes.ts'
import css from './Chip.module.css'
import { Icon } from './Icon.tsx'

export type ChipProps = { children: ReactNode; name?: string; isMono?: boolean; onRemove?: () => void }

export function Chip({ children, name, isMono = false, onRemove }: ChipProps) {
  const t = useText()
  const content = (
    <>
      {name !== undefined && <span className={css.name}>{name}</span>}
      <span className={css.value}>{children}</span>
    </>
  )
  if (!onRemove) return <span className={classes(css.chip, isMono && css.mono)}>{content}</span>
  return (
    <span className={css.term}>
      {content}
      <button type="button" className={css.remove} aria-label={t('common.remove')} onClick={onRemove}>
        <Icon name="x" size={12} />
      </button>
    </span>
  )
}
