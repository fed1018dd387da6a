/** Said with the first terminal that a user opens, until it is understood; then never again. */
import { useText } from '../../i18n/text.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { Button } from '../../ui/index.ts'
import { changePreference } from '../shell/changePreference.ts'
import css from './RiskNote.module.css'

export function RiskNote({ onKnown }: { onKnown: () => void }) {
  const t = useText()
  const isKnown = usePreferences(({ knowsTerminalRisk }) => knowsTerminalRisk)
  if (isKnown) return null
  const know = () => {
    changePreference('knowsTerminalRisk', true)
    onKnown()
  }
  return (
    <div className={css.note}>
      <p>{t('terminal.risk.text')}</p>
      <Button size="sm" onClick={know}>
        {t('terminal.risk.known')}
      </Button>
    </div>
  )
}
