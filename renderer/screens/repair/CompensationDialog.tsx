/** What a compensation runs, before it runs: which function with exactly which payload, how often, and what stands in its way. */
import { useEffect } from 'react'
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import { useText } from '../../i18n/text.ts'
import { followFunctions } from '../../stores/functions.ts'
import { closeRepair } from '../../stores/repair.ts'
import { type CompensationPlan, repairPlanActions, useRepairPlan } from '../../stores/repairPlan.ts'
import { Dialog } from '../../ui/index.ts'
import { CompensationSample } from './CompensationSample.tsx'
import { FunctionPicker } from './FunctionPicker.tsx'
import { Note } from './Note.tsx'
import { PlanBar } from './PlanBar.tsx'
import { PlanFooter } from './PlanFooter.tsx'
import { FunctionLine, SkippedLines } from './PlanLines.tsx'
import { PlanLoading } from './PlanLoading.tsx'
import css from './PlanParts.module.css'
import { useFrozen } from './planMoves.ts'

export function CompensationDialog({ selection }: { selection: RepairSelection }) {
  const t = useText()
  useEffect(() => void repairPlanActions.open('compensation', selection), [selection])
  useEffect(followFunctions, []) // for the choice of a compensation function
  const { planned, refusal } = useRepairPlan()
  const plan = planned?.kind === 'compensation' ? planned.plan : null
  const isOff = plan === null || plan.newCount === 0
  const verb =
    plan?.newCount === 0
      ? t('repair.compensation.nothing')
      : t('repair.compensation.submit', { count: plan?.newCount ?? 0 })
  const frozen = useFrozen(plan)
  return (
    <Dialog
      title={t('repair.compensation.title')}
      {...(frozen !== null && { summary: frozen })}
      isOpen
      onClose={closeRepair}
      footer={<PlanFooter verb={verb} isOff={isOff} />}
    >
      <PlanLoading kind="compensation" selection={selection}>
        {plan !== null && (
          <div className={css.single}>
            <Numbers plan={plan} selection={selection} />
            {plan.sample !== null && <CompensationSample sample={plan.sample} newCount={plan.newCount} />}
            {plan.newCount > 0 && <p className={css.quiet}>{t('repair.compensation.effect')}</p>}
            {refusal !== null && (
              <Note tone="fail" icon="circle-alert">
                {t('repair.compensation.refused')} {refusal.message}
              </Note>
            )}
          </div>
        )}
      </PlanLoading>
    </Dialog>
  )
}

function Numbers({ plan, selection }: { plan: CompensationPlan; selection: RepairSelection }) {
  const t = useText()
  const { totalCount, newCount, skipped, plans } = plan
  const hasProblems = plans.some(({ problem }) => problem !== null)
  const total = t('groupId' in selection || newCount > 0 ? 'repair.plan.fromLetters' : 'repair.plan.from', {
    count: totalCount,
  })
  return (
    <>
      <PlanBar
        count={newCount}
        words={t('repair.compensation.made', { count: newCount, total })}
        label={t('repair.compensation.bar', { made: newCount, total: totalCount })}
        parts={[
          { id: 'made', count: newCount },
          { id: 'skipped', count: totalCount - newCount },
        ]}
      />
      <ul className={css.lines}>
        {plans.map((one) => (
          <PlanLine key={one.functionName} plan={one} />
        ))}
        {/* said by the line of the function already */}
        <SkippedLines skipped={skipped.filter(({ reason }) => !(hasProblems && reason === 'no_compensation'))} />
      </ul>
    </>
  )
}

function PlanLine({ plan }: { plan: CompensationPlan['plans'][number] }) {
  const t = useText()
  const { functionName: name, compensation, problem, count } = plan
  const naming = useRepairPlan((state) => state.naming)
  const isRight = compensation !== null && problem === null
  if (isRight) {
    return (
      <FunctionLine name={compensation} count={count} detail={t('repair.compensation.row', { name, compensation })} />
    )
  }
  const detail =
    compensation === null
      ? t('repair.compensation.none', { name })
      : t('repair.compensation.problem', { compensation, problem: problem ?? '' })
  return (
    <FunctionLine name={name} count={count} detail={detail}>
      <span className={css.picker}>
        <FunctionPicker
          label={t(compensation === null ? 'repair.compensation.choose' : 'repair.compensation.chooseOther')}
          isBusy={naming === name}
          isDisabled={naming !== null}
          except={name}
          onPick={(chosen) => void repairPlanActions.nameCompensation(name, chosen)}
        />
      </span>
    </FunctionLine>
  )
}
