/** The state of a group: glyph and word. */
import type { GroupState as State } from '../../../shared/contract/repairShapes.ts'
import { useText } from '../../i18n/text.ts'
import { classes, Glyph } from '../../ui/index.ts'
import css from './GroupState.module.css'

export function GroupState({ state, isLarge = false }: { state: State; isLarge?: boolean }) {
  const t = useText()
  return (
    <span className={classes(css.state, isLarge && css.large)} title={t(`inbox.stateHint.${state}`)}>
      <Glyph name={state} />
      {t(`inbox.state.${state}`)}
    </span>
  )
}
