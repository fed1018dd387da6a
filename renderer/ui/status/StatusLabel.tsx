/**
 * The state of a task: glyph, word and colour, always the three. Without its word it must stand beside
 * a word of the same state in the same view; a screen reader hears the word in either case.
 */
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { useText } from '../../i18n/text.ts'
import { classes } from '../classes.ts'
import { Glyph } from './Glyph.tsx'
import css from './StatusLabel.module.css'

export type StatusLabelProps = { state: TaskState; hasWord?: boolean }

export function StatusLabel({ state, hasWord = true }: StatusLabelProps) {
  const t = useText()
  const word = t(`common.state.${state}`)
  return (
    <span className={classes(css.label, css[state])} title={hasWord ? undefined : word}>
      <Glyph name={state} />
      <span className={hasWord ? css.word : css.unseen}>{word}</span>
    </span>
  )
}
