/** The foot of a plan: that it is recorded, the way back, and the one button that carries it out. */
import { useText } from '../../i18n/text.ts'
import { closeRepair } from '../../stores/repair.ts'
import { useRepairPlan } from '../../stores/repairPlan.ts'
import { shortcutOf, useDialogShortcut } from '../../stores/shortcuts.ts'
import { Button } from '../../ui/index.ts'
import css from './PlanParts.module.css'
import { runPlan } from './planMoves.ts'

export function PlanFooter({ verb, isOff }: { verb: string; isOff: boolean }) {
  const t = useText()
  const isRunning = useRepairPlan((state) => state.isRunning)
  useDialogShortcut('submit', () => void runPlan(), !isOff)
  return (
    <>
      <span className={css.promise}>{t('repair.recorded')}</span>
      <Button variant="ghost" onClick={closeRepair}>
        {t('repair.cancel')}
      </Button>
      <Button
        variant="primary"
        shortcut={shortcutOf('submit')}
        isBusy={isRunning}
        isDisabled={isOff}
        data-autofocus
        onClick={() => void runPlan()}
      >
        {verb}
      </Button>
    </>
  )
}
