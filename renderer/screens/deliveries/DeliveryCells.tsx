/** One delivery in the list: its state, from where to where and why, its attempts, what comes next or came last. */
import { memo } from 'react'
import { formatAgo } from '../../../shared/format/ago.ts'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { Delivery } from '../../stores/deliveries.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { classes, GridCell, Icon, Instant } from '../../ui/index.ts'
import css from './DeliveryCells.module.css'
import { DeliveryState, KindIcon } from './DeliveryState.tsx'

export const DeliveryCells = memo(function DeliveryCells({ delivery }: { delivery: Delivery }) {
  const { functionName, kind, target, targetName, attemptCount } = delivery
  const t = useText()
  return (
    <>
      <GridCell>
        <DeliveryState delivery={delivery} />
      </GridCell>
      <GridCell className={css.what} title={target}>
        <span className={css.way}>
          <bdi className={css.name}>{functionName}</bdi>
          <span className={css.arrow}>
            <Icon name="arrow-right" size={12} />
            <span className={css.unseen}>{t('deliveries.to')}</span>
          </span>
          <KindIcon kind={kind} />
          <bdi className={css.name}>{targetName}</bdi>
        </span>
        <Second delivery={delivery} />
      </GridCell>
      <GridCell className={classes(css.number, css.wide)}>{attemptCount}</GridCell>
      <GridCell className={css.number}>
        <Outcome delivery={delivery} />
      </GridCell>
      <GridCell className={css.number}>
        <When delivery={delivery} />
      </GridCell>
    </>
  )
})

/** What went wrong, or why it was sent. */
function Second({ delivery: { detail, cause, taskId } }: { delivery: Delivery }) {
  const t = useText()
  if (detail !== null) {
    return (
      <span className={css.detail} title={detail}>
        {detail}
      </span>
    )
  }
  return (
    <span className={css.cause}>
      {t(`deliveries.causeOf.${cause}`, { id: taskId === null ? '' : shortId(taskId) })}
    </span>
  )
}

function Outcome({ delivery: { state, dueAtMs, statusCode } }: { delivery: Delivery }) {
  const t = useText()
  const nowMs = useNow()
  if (state === 'Pending' && dueAtMs !== null) {
    const isDue = dueAtMs <= nowMs
    return <span>{isDue ? t('deliveries.pane.now') : t('common.in', { span: formatAgo(dueAtMs - nowMs) })}</span>
  }
  if (statusCode !== null) return <span className={css.code}>{statusCode}</span>
  return (
    <>
      <span className={css.none} aria-hidden="true">
        –
      </span>
      <span className={css.unseen}>{t('common.noValue')}</span>
    </>
  )
}

function When({ delivery: { createdAtMs } }: { delivery: Delivery }) {
  const nowMs = useNow()
  const clock = usePreferences((preferences) => preferences.clock)
  return <Instant atMs={createdAtMs} nowMs={Math.max(nowMs, createdAtMs)} clock={clock} />
}
