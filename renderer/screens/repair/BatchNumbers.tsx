/** How far a batch is: what it made, left out, was refused, and still has to do. */

import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import type { Batch } from '../../stores/repairPlan.ts'
import { PlanBar } from './PlanBar.tsx'
import css from './ReceiptDialog.module.css'

export function BatchNumbers({ batch }: { batch: Batch }) {
  const t = useText()
  const language = useLanguage()
  const { totalCount, madeCount, skippedCount, failedCount, state, endedAtMs } = batch
  const leftCount = state === 'Running' ? Math.max(0, totalCount - madeCount - skippedCount - failedCount) : 0
  const parts = [
    t(`repair.receipt.state.${state}`),
    skippedCount > 0 && t('repair.receipt.skipped', { count: skippedCount }),
    failedCount > 0 && t('repair.receipt.refused', { count: failedCount }),
    leftCount > 0 && t('repair.receipt.left', { count: leftCount }),
    endedAtMs !== null && t('repair.receipt.endedAt', { time: formatInstant(endedAtMs, { language }) }),
  ].filter((part) => part !== false)
  return (
    <div>
      <PlanBar
        count={madeCount}
        words={t('repair.receipt.madeWords', { count: madeCount, total: totalCount })}
        label={t('repair.receipt.bar', {
          made: madeCount,
          skipped: skippedCount,
          failed: failedCount,
          total: totalCount,
        })}
        parts={[
          { id: 'made', count: madeCount },
          { id: 'failed', count: failedCount },
          { id: 'skipped', count: skippedCount },
          { id: 'left', count: totalCount - madeCount - skippedCount - failedCount },
        ]}
      />
      <p className={css.about} role="status">
        {parts.join(', ')}
      </p>
    </div>
  )
}
