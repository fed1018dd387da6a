/** The terms of the filter, each with a way to take it away; those that cannot be read are marked. */
import type { ReadPiece } from '../../../shared/query/terms.ts'
import { Chip, classes } from '../../ui/index.ts'
import css from './FilterInput.module.css'

type FilterChipsProps = { pieces: readonly ReadPiece[]; onRemove(index: number): void }

export function FilterChips({ pieces, onRemove }: FilterChipsProps) {
  return pieces.map((piece, index) => {
    const { key, rest } = parts(piece)
    return (
      <span key={`${piece.start} ${piece.text}`} className={classes(css.chip, piece.problem !== null && css.wrong)}>
        <Chip {...(key === '' ? {} : { name: key })} onRemove={() => onRemove(index)}>
          <bdi>{rest}</bdi>
        </Chip>
      </span>
    )
  })
}

/** `-fn:` and the rest; text without a key is all rest. */
function parts({ text, term }: ReadPiece): { key: string; rest: string } {
  const length = term === null || term.meaning.key === 'text' ? 0 : text.search(/[:：]/u) + 1
  return { key: text.slice(0, length), rest: text.slice(length) }
}
