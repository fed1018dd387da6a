/** The list of deliveries, with what is new counted in its head. */
import { useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { deliveriesActions, matchesState, useDeliveries } from '../../stores/deliveries.ts'
import { classes, GridHead, Icon } from '../../ui/index.ts'
import { DeliveryCells } from './DeliveryCells.tsx'
import css from './DeliveryList.module.css'
import { setDeliveriesRoute, useDeliveriesRoute } from './deliveriesMoves.ts'
import { RowList } from './RowList.tsx'

export function DeliveryList() {
  const t = useText()
  const { deliveryId, show } = useDeliveriesRoute()
  const order = useDeliveries((state) => state.order)
  const rows = useDeliveries((state) => state.rows)
  const hasMore = useDeliveries(({ nextCursor }) => nextCursor !== null)
  const [focusId, setFocusId] = useState<number | null>(deliveryId)
  return (
    <RowList
      label={t('deliveries.viewDeliveries')}
      className={css.grid}
      ids={order}
      focusId={focusId}
      openId={deliveryId}
      hasMore={hasMore}
      head={<Head />}
      renderRow={(id) => {
        const delivery = rows.get(id)
        return delivery === undefined ? null : <DeliveryCells delivery={delivery} />
      }}
      isStale={(id) => {
        const delivery = rows.get(id)
        return delivery !== undefined && !matchesState(delivery, show)
      }}
      onFocus={setFocusId}
      onOpen={(id, { isByKeys }) => {
        setFocusId(id)
        setDeliveriesRoute({ deliveryId: id }, { replace: isByKeys })
      }}
      onClose={() => setDeliveriesRoute({ deliveryId: null })}
      onMore={showMore}
      onLook={deliveriesActions.setLookedAt}
    />
  )
}

const showMore = () => void deliveriesActions.showMore()

function Head() {
  const t = useText()
  return (
    // biome-ignore lint/a11y/useSemanticElements lint/a11y/useFocusableInteractive: a table lays out by its content; the heads are no stop for the keyboard
    <div role="row" aria-rowindex={1} className={css.head}>
      <GridHead>{t('deliveries.column.state')}</GridHead>
      <GridHead className={css.what}>
        {t('deliveries.column.what')}
        <NewRows />
      </GridHead>
      <GridHead className={classes(css.number, css.wide)}>{t('deliveries.column.attempts')}</GridHead>
      <GridHead className={css.number}>{t('deliveries.column.outcome')}</GridHead>
      <GridHead className={css.number}>{t('deliveries.column.when')}</GridHead>
    </div>
  )
}

function NewRows() {
  const t = useText()
  const count = useDeliveries(({ newIds }) => newIds.length)
  if (count === 0) return null
  return (
    <button
      type="button"
      className={css.newRows}
      title={t('deliveries.newRowsHint')}
      onClick={() => void deliveriesActions.showNew()}
    >
      <Icon name="arrow-up" size={14} />
      {t('deliveries.newRows', { count })}
    </button>
  )
}
