/** Text as it was sent; what cannot be seen or turns the direction of text is shown as a mark. */
import { markInvisibles } from '../../../shared/format/invisibles.ts'
import css from './PlainText.module.css'

export function PlainText({ text }: { text: string }) {
  const pieces = markInvisibles(text)
  if (pieces.length === 1 && pieces[0]?.isMark === false) return text
  let at = 0
  return pieces.map((piece) => {
    const key = at
    at += piece.text.length
    return piece.isMark ? (
      <span key={key} className={css.mark}>
        {piece.text}
      </span>
    ) : (
      <span key={key}>{piece.text}</span>
    )
  })
}
