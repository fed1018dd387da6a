/** Where the result of a task went or is to go: each delivery with its state, what it made, and what is wrong with it. */
import { nameOfTarget } from '../../../shared/domain/destinationTarget.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { DELIVERIES_ROUTE, formatRoute } from '../../stores/route.ts'
import type { TaskView } from '../../stores/taskShapes.ts'
import { classes, Glyph } from '../../ui/index.ts'

import { Line, TaskLink } from './lineageParts.tsx'
import css from './TaskLineage.module.css'

type Delivery = TaskView['deliveries'][number]
const GLYPHS = { Pending: 'Enqueued', Succeeded: 'Succeeded', Failed: 'Failed' } as const

export function TaskDeliveries({ deliveries }: { deliveries: readonly Delivery[] }) {
  return deliveries.map((delivery) => <DeliveryLine key={delivery.deliveryId} delivery={delivery} />)
}

function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const t = useText()
  const { deliveryId, cause, target, state, attemptCount, detail, made, messageId } = delivery
  return (
    <Line>
      <a
        className={classes(css.delivery, css[state])}
        href={formatRoute({ ...DELIVERIES_ROUTE, deliveryId })}
        title={target}
      >
        <Glyph name={GLYPHS[state]} /> {t(`task.lineage.deliveryState.${state}`)}{' '}
        {t(`task.lineage.deliveryOn.${cause}`)} <b>{nameOfTarget(target)}</b>
      </a>
      {attemptCount > 1 && <span>{t('task.lineage.deliveryAttempts', { count: attemptCount })}</span>}
      {made !== null && (
        <span className={css.link}>
          {t('task.lineage.deliveryMade')} <TaskLink task={made} hasFunction />
        </span>
      )}
      {messageId !== null && (
        <span title={messageId}>{t('task.lineage.deliveryMessage', { id: shortId(messageId) })}</span>
      )}
      {state !== 'Succeeded' && detail !== null && <span className={css.detail}>{detail}</span>}
    </Line>
  )
}
