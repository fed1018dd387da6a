/** The state of an instance: glyph, word and colour. */
import type { InstanceState as State } from '../../../shared/domain/instanceStates.ts'
import { useText } from '../../i18n/text.ts'
import { classes, Glyph } from '../../ui/index.ts'
import css from './InstanceState.module.css'

export function InstanceState({ state }: { state: State }) {
  const t = useText()
  return (
    <span className={classes(css.state, css[state])}>
      <Glyph name={state} />
      {t(`instances.state.${state}`)}
    </span>
  )
}
