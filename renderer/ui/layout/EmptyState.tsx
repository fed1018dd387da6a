/** Where rows would be and are none: what this place is for, and the likely next step. */
import type { ReactNode } from 'react'
import css from './States.module.css'

export type EmptyStateProps = { title: string; text: ReactNode; children?: ReactNode }

export function EmptyState({ title, text, children }: EmptyStateProps) {
  return (
    <div className={css.state}>
      <p className={css.title}>{title}</p>
      <div className={css.text}>{text}</div>
      {children && <div className={css.actions}>{children}</div>}
    </div>
  )
}
