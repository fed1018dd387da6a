/** One part of a comparison under its name: open when it differs, folded when it is the same; either can be changed. */
import { type ReactNode, useId, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { classes, Icon } from '../../ui/index.ts'
import css from './ComparedPart.module.css'

type ComparedPartProps = {
  title: string
  isSame: boolean
  /** What it is about, beside the name. */
  about?: string
  /** Instead of "differs"; without children it is all there is to say. */
  summary?: string
  note?: string | null
  children?: ReactNode
}

export function ComparedPart({ title, isSame, about, summary, note = null, children }: ComparedPartProps) {
  const t = useText()
  const id = useId()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const isOpen = chosen ?? !isSame
  const verdict = isSame ? t('compare.same') : (summary ?? t('compare.differs'))
  const head = (
    <>
      <span className={css.title}>{title}</span>
      {about !== undefined && <span className={css.about}>{about}</span>}
      <span className={classes(css.verdict, isSame && css.same)}>{verdict}</span>
    </>
  )
  if (children === undefined) {
    return (
      <section className={css.part} aria-label={title}>
        <h2 className={classes(css.head, css.plain)}>{head}</h2>
      </section>
    )
  }
  return (
    <section className={css.part} aria-label={title}>
      <h2 className={css.heading}>
        <button
          type="button"
          className={css.head}
          aria-expanded={isOpen}
          aria-controls={`${id}-body`}
          onClick={() => setChosen(!isOpen)}
        >
          <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} size={12} />
          {head}
        </button>
      </h2>
      <div className={css.body} id={`${id}-body`} hidden={!isOpen}>
        {note !== null && <p className={css.note}>{note}</p>}
        {isOpen && children}
      </div>
    </section>
  )
}
