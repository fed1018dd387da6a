/** What was written in the colours that its escapes ask for. */
import { styledPieces } from '../../stores/taskLogStyles.ts'
import { classes, PlainText } from '../../ui/index.ts'
import css from './StyledText.module.css'

export const StyledText = ({ text }: { text: string }) =>
  styledPieces(text).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a line never change their order
    <span key={index} className={classes(piece.tone && css[piece.tone], piece.isBold && css.bold)}>
      <PlainText text={piece.text} />
    </span>
  ))
