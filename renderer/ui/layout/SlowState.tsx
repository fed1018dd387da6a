/** What is being waited for, in words, once it takes longer than two seconds, and a way to stop. */
import type { ReactNode } from 'react'
import { useText } from '../../i18n/text.ts'
import { Button } from '../actions/Button.tsx'
import css from './States.module.css'

export type SlowStateProps = { title?: string; text: ReactNode; onStop?: () => void; children?: ReactNode }

export function SlowState({ title, text, onStop, children }: SlowStateProps) {
  const t = useText()
  return (
    <div className={css.state} role="status">
      {title !== undefined && <p className={css.title}>{title}</p>}
      <div className={title === undefined ? css.title : css.text}>{text}</div>
      {(onStop || children) && (
        <div className={css.actions}>
          {onStop && (
            <Button size="sm" onClick={onStop}>
              {t('common.stop')}
            </Button>
          )}
          {children}
        </div>
      )}
    </div>
  )
}
