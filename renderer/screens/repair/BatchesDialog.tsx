/** All replays and compensations of selections, the latest first, each with how far it is. One opens its receipt. */
import { useEffect } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { batchesActions, followBatches, useBatches } from '../../stores/batches.ts'
import { useNow } from '../../stores/host.ts'
import { closeRepair, openReceipt } from '../../stores/repair.ts'
import type { Batch } from '../../stores/repairPlan.ts'
import { Button, Dialog, EmptyState, ErrorState, Glyph, Instant, SlowState } from '../../ui/index.ts'
import css from './BatchesDialog.module.css'

export function BatchesDialog() {
  const t = useText()
  useEffect(followBatches, [])
  const { batches, error, nextCursor, isLoadingMore } = useBatches()
  return (
    <Dialog
      title={t('repair.batches.title')}
      isOpen
      onClose={closeRepair}
      footer={
        <Button variant="primary" data-autofocus onClick={closeRepair}>
          {t('repair.close')}
        </Button>
      }
    >
      {batches === null && error === null && <SlowState text={t('repair.batches.reading')} />}
      {error !== null && (
        <ErrorState what={t('repair.batches.readFailed')} error={error} onRetry={() => void batchesActions.retry()} />
      )}
      {batches?.length === 0 && <EmptyState title={t('repair.batches.none')} text={t('repair.batches.noneText')} />}
      {batches !== null && batches.length > 0 && (
        <ul className={css.list}>
          {batches.map((batch) => (
            <li key={batch.batchId}>
              <BatchLine batch={batch} />
            </li>
          ))}
        </ul>
      )}
      {nextCursor !== null && (
        <Button size="sm" variant="ghost" isBusy={isLoadingMore} onClick={() => void batchesActions.more()}>
          {t('repair.batches.more')}
        </Button>
      )}
    </Dialog>
  )
}

const GLYPHS = { Running: 'Running', Done: 'Succeeded', Aborted: 'Stopped' } as const

function BatchLine({ batch }: { batch: Batch }) {
  const t = useText()
  const nowMs = useNow()
  const { batchId, action, state, totalCount, madeCount, skippedCount, failedCount, createdAtMs } = batch
  const doneCount = madeCount + skippedCount + failedCount
  const facts = [
    t('repair.receipt.made', { count: madeCount }),
    skippedCount > 0 && t('repair.receipt.skipped', { count: skippedCount }),
    failedCount > 0 && t('repair.receipt.refused', { count: failedCount }),
  ].filter((fact) => fact !== false)
  return (
    <button type="button" className={css.line} onClick={() => openReceipt(batchId, { isFromList: true })}>
      <span className={css.state}>
        <Glyph name={GLYPHS[state]} />
        {t(`repair.receipt.state.${state}`)}
      </span>
      <span className={css.what}>
        {t(`repair.batches.${action}`, { count: totalCount })}
        <span className={css.facts}>{facts.join(', ')}</span>
      </span>
      <span className={css.progress}>
        {state === 'Running' &&
          t('repair.batches.progress', { done: formatCount(doneCount), total: formatCount(totalCount) })}
      </span>
      <span className={css.when}>
        <Instant atMs={createdAtMs} nowMs={nowMs} />
      </span>
    </button>
  )
}
