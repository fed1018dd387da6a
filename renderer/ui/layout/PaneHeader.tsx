/** The head of a pane: its title, a quiet summary, and actions at the right. */
import type { ReactNode } from 'react'
import css from './PaneHeader.module.css'

export type PaneHeaderProps = { title: string; summary?: ReactNode; children?: ReactNode }

export function PaneHeader({ title, summary, children }: PaneHeaderProps) {
  return (
    <header className={css.head}>
      <h1 className={css.title}>{title}</h1>
      {summary !== undefined && <div className={css.summary}>{summary}</div>}
      {children && <div className={css.actions}>{children}</div>}
    </header>
  )
}
