/** What the two plans have in common: the instant that they are of, and their run, which the receipt follows. */
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { openReceipt } from '../../stores/repair.ts'
import { type Plan, repairPlanActions } from '../../stores/repairPlan.ts'
import { clearSelection } from '../../stores/taskListSelection.ts'

/** `as of 14:02:18`; null: there is no plan yet. */
export function useFrozen(plan: Plan['plan'] | null): string | null {
  const t = useText()
  const language = useLanguage()
  return plan === null ? null : t('repair.frozen', { time: formatInstant(plan.frozenAtMs, { language }) })
}

/** A refusal stays in the plan; what was chosen is no longer chosen once it is done. */
export async function runPlan(): Promise<void> {
  const batch = await repairPlanActions.run()
  if (batch === null) return
  clearSelection()
  openReceipt(batch.batchId)
}
