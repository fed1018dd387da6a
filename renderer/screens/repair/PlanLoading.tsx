/** A plan that is not there yet, or that could not be made; then what it is. */
import type { ReactNode } from 'react'
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import { useText } from '../../i18n/text.ts'
import { type Plan, repairPlanActions, useRepairPlan } from '../../stores/repairPlan.ts'
import { ErrorState, SlowState } from '../../ui/index.ts'

type PlanLoadingProps = { kind: Plan['kind']; selection: RepairSelection; children: ReactNode }

export function PlanLoading({ kind, selection, children }: PlanLoadingProps) {
  const t = useText()
  const error = useRepairPlan((state) => state.error)
  const isThere = useRepairPlan(({ planned }) => planned?.kind === kind)
  if (error !== null) {
    const retry = () => void repairPlanActions.open(kind, selection)
    return <ErrorState what={t('repair.failed')} error={error} onRetry={retry} />
  }
  return isThere ? children : <SlowState text={t('repair.planning')} />
}
