/** A replay is a task like any other: when it ends, what listens to the function hears of it a second time. */
import { Fragment } from 'react'
import { nameOfTarget } from '../../../shared/domain/destinationTarget.ts'
import { useText } from '../../i18n/text.ts'
import type { ReplayPlan } from '../../stores/repairPlan.ts'
import { Note } from './Note.tsx'
import css from './PlanParts.module.css'

const MAX_NAMED = 6

type DestinationsNoteProps = { destinations: ReplayPlan['destinations']; functionCount: number }

export function DestinationsNote({ destinations, functionCount }: DestinationsNoteProps) {
  const t = useText()
  if (destinations.length === 0) return null
  const hasOthers = functionCount > 1
  const named = destinations.slice(0, MAX_NAMED)
  const restCount = destinations.length - named.length
  return (
    <Note tone="warn" icon="zap">
      {t('repair.plan.destinations')}{' '}
      {named.map(({ functionName, cause, target }, index) => (
        <Fragment key={`${functionName} ${cause}`}>
          {index > 0 && ', '}
          <b className={css.strong} title={target}>
            {nameOfTarget(target)}
          </b>{' '}
          {wordOf(cause, functionName)}
        </Fragment>
      ))}
      {restCount > 0 && ` ${t('repair.plan.moreDestinations', { count: restCount })}`}.
    </Note>
  )

  function wordOf(cause: 'success' | 'failure', name: string): string {
    if (hasOthers) return t(cause === 'success' ? 'repair.plan.onSuccessOf' : 'repair.plan.onFailureOf', { name })
    return t(cause === 'success' ? 'repair.plan.onSuccess' : 'repair.plan.onFailure')
  }
}
