/** The head of a part of the overview, with a link to all of it. */
import type { ReactNode } from 'react'
import css from './Section.module.css'

type SectionProps = { title: string; summary?: string; link?: { href: string; text: string }; children: ReactNode }

export function Section({ title, summary, link, children }: SectionProps) {
  return (
    <section className={css.section} aria-label={title}>
      <header className={css.head}>
        <h2 className={css.title}>{title}</h2>
        {summary !== undefined && <span className={css.summary}>{summary}</span>}
        {link && (
          <a className={css.link} href={link.href}>
            {link.text}
          </a>
        )}
      </header>
      {children}
    </section>
  )
}

/** Where rows would be. */
export const NoRows = ({ text }: { text: string }) => <p className={css.none}>{text}</p>
