/** The deliveries: what waits and what has failed, a filter, the list, and the one that is open. */
import { useEffect, useMemo } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { deliveriesActions, followDeliveries, useDeliveries } from '../../stores/deliveries.ts'
import { Chip, ErrorState, SlowState, TogglePill } from '../../ui/index.ts'
import css from './DeliveriesView.module.css'
import { DeliveryList } from './DeliveryList.tsx'
import { DeliveryPane } from './DeliveryPane.tsx'
import { setDeliveriesRoute, useDeliveriesRoute } from './deliveriesMoves.ts'
import { NoDeliveries } from './NoDeliveries.tsx'
import { RetryAllButton } from './RetryAllButton.tsx'
import { SearchField } from './SearchField.tsx'
import { ViewFrame } from './ViewFrame.tsx'

const SHOWS = ['all', 'pending', 'failed'] as const
const GLYPHS = { all: undefined, pending: 'Retrying', failed: 'Failed' } as const

export function DeliveriesView() {
  const t = useText()
  const { show, text, deliveryId, functionName = null } = useDeliveriesRoute()
  const filter = useMemo(() => ({ show, text, functionName }), [show, text, functionName])
  useEffect(() => followDeliveries(filter), [filter])
  const pane = deliveryId === null ? null : <DeliveryPane key={deliveryId} deliveryId={deliveryId} />
  return (
    <ViewFrame summary={<Summary />} actions={<RetryAllButton />} pane={pane}>
      <div className={css.bar}>
        <Pills />
        {functionName !== null && (
          <Chip name="fn:" isMono onRemove={() => setDeliveriesRoute({ functionName: null })}>
            {functionName}
          </Chip>
        )}
        <SearchField
          value={text}
          label={t('deliveries.search')}
          placeholder={t('deliveries.searchHint')}
          onChange={(typed) => setDeliveriesRoute({ text: typed }, { replace: true })}
        />
      </div>
      <ListPlace />
    </ViewFrame>
  )
}

function Summary() {
  const t = useText()
  const totals = useDeliveries((state) => state.totals)
  if (totals === null || totals.pendingCount + totals.failedCount === 0) return null
  const waiting = t('deliveries.summary', { count: totals.pendingCount })
  if (totals.failedCount === 0) return <>{waiting}</>
  return <>{t('deliveries.summaryFailed', { text: waiting, failed: formatCount(totals.failedCount) })}</>
}

function Pills() {
  const t = useText()
  const { show: shown } = useDeliveriesRoute()
  const totals = useDeliveries((state) => state.totals)
  const counts = { all: undefined, pending: totals?.pendingCount, failed: totals?.failedCount }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a frame and a legend
    <div className={css.pills} role="group" aria-label={t('deliveries.filters')}>
      {SHOWS.map((show) => {
        const count = counts[show]
        const glyph = GLYPHS[show]
        return (
          <TogglePill
            key={show}
            isOn={show === shown}
            label={t(`deliveries.show.${show}`)}
            isQuiet={count === 0}
            {...(glyph !== undefined && { glyph })}
            {...(count !== undefined && { count: formatCount(count) })}
            onClick={() => setDeliveriesRoute({ show: show === shown ? 'all' : show })}
          />
        )
      })}
    </div>
  )
}

function ListPlace() {
  const t = useText()
  const load = useDeliveries((state) => state.load)
  const error = useDeliveries((state) => state.error)
  const hasRows = useDeliveries(({ order }) => order.length > 0)
  if (hasRows) {
    return (
      <>
        {error !== null && (
          <p className={css.note} role="status">
            {t('deliveries.staleList', { reason: error.message })}
          </p>
        )}
        <DeliveryList />
      </>
    )
  }
  if (error !== null) {
    return <ErrorState error={error} onRetry={() => void deliveriesActions.load()} what={t('deliveries.whatList')} />
  }
  return load === 'first' ? <SlowState text={t('deliveries.reading')} /> : <NoDeliveries />
}
