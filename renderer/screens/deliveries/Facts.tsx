/** Facts by name, one a line. */
import type { ReactNode } from 'react'
import css from './Facts.module.css'

export const Facts = ({ children }: { children: ReactNode }) => <dl className={css.facts}>{children}</dl>

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className={css.name}>{name}</dt>
      <dd className={css.value}>{children}</dd>
    </>
  )
}
