/** What a replay of a selection makes, before it is made: how many, what is left out and why, on which code, and what fires again. */
import { useEffect } from 'react'
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import { MAX_DELAY_SECONDS } from '../../../shared/domain/limits.ts'
import { useText } from '../../i18n/text.ts'
import { closeRepair } from '../../stores/repair.ts'
import { type ReplayPlan, repairPlanActions, useRepairPlan } from '../../stores/repairPlan.ts'
import { Dialog, NumberField } from '../../ui/index.ts'
import { DestinationsNote } from './DestinationsNote.tsx'
import { Note } from './Note.tsx'
import { PlanBar } from './PlanBar.tsx'
import { PlanFooter } from './PlanFooter.tsx'
import { FunctionLine, SkippedLines } from './PlanLines.tsx'
import { PlanLoading } from './PlanLoading.tsx'
import css from './PlanParts.module.css'
import { useFrozen } from './planMoves.ts'

const SHORT_HASH_CHARACTERS = 7

export function ReplayPlanDialog({ selection }: { selection: RepairSelection }) {
  const t = useText()
  useEffect(() => void repairPlanActions.open('replay', selection), [selection])
  const { planned, delaySeconds, refusal } = useRepairPlan()
  const plan = planned?.kind === 'replay' ? planned.plan : null
  const isDelayWrong = !isDelay(delaySeconds)
  const isOff = plan === null || plan.newCount === 0 || isDelayWrong
  const verb = plan?.newCount === 0 ? t('repair.plan.nothing') : t('repair.plan.submit', { count: plan?.newCount ?? 0 })
  const frozen = useFrozen(plan)
  return (
    <Dialog
      title={t('repair.plan.title')}
      {...(frozen !== null && { summary: frozen })}
      isOpen
      onClose={closeRepair}
      footer={<PlanFooter verb={verb} isOff={isOff} />}
    >
      <PlanLoading kind="replay" selection={selection}>
        {plan !== null && (
          <div className={css.panes}>
            <div className={css.plan}>
              <Numbers plan={plan} selection={selection} />
              <DestinationsNote destinations={plan.destinations} functionCount={plan.functions.length} />
              {refusal !== null && (
                <Note tone="fail" icon="circle-alert">
                  {t('repair.plan.refused')} {refusal.message}
                </Note>
              )}
            </div>
            <div className={css.options}>
              <h3 className={css.optionsTitle}>{t('repair.plan.when')}</h3>
              <NumberField
                label={t('repair.delay')}
                value={delaySeconds}
                min={0}
                unit={t('repair.seconds')}
                onChange={repairPlanActions.setDelay}
                {...(isDelayWrong && { error: t('repair.delayWrong', { limit: MAX_DELAY_SECONDS }) })}
              />
              <dl className={css.facts}>
                <dt>{t('repair.plan.payload')}</dt>
                <dd>{t('repair.plan.payloadSame')}</dd>
                <dt>{t('repair.plan.code')}</dt>
                <dd>{t('repair.plan.codeCurrent')}</dd>
              </dl>
              <p className={css.quiet}>
                {t('repair.oldStay')} {t('repair.goesOn')}
              </p>
            </div>
          </div>
        )}
      </PlanLoading>
    </Dialog>
  )
}

function Numbers({ plan, selection }: { plan: ReplayPlan; selection: RepairSelection }) {
  const t = useText()
  const { totalCount, newCount, skipped, functions } = plan
  const from = t('groupId' in selection ? 'repair.plan.fromLetters' : 'repair.plan.from', { count: totalCount })
  const [only] = functions
  const total =
    only !== undefined && functions.length === 1 ? t('repair.plan.ofFunction', { from, name: only.functionName }) : from
  return (
    <>
      <PlanBar
        count={newCount}
        words={t('repair.plan.made', { count: newCount, total })}
        label={t('repair.plan.bar', { made: newCount, total: totalCount })}
        parts={[
          { id: 'made', count: newCount },
          { id: 'skipped', count: totalCount - newCount },
        ]}
      />
      <ul className={css.lines}>
        {functions.map(({ functionName, count, codeHash }) => (
          <FunctionLine
            key={functionName}
            name={functionName}
            count={count}
            detail={t('repair.plan.current', { hash: codeHash.slice(0, SHORT_HASH_CHARACTERS) })}
          />
        ))}
        <SkippedLines skipped={skipped} />
      </ul>
    </>
  )
}

const isDelay = (seconds: number | null): boolean =>
  seconds === null || (Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_DELAY_SECONDS)
