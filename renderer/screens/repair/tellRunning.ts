/** What still runs behind a closed dialog is told, with the way back to it. */
import { text } from '../../i18n/text.ts'
import { batchesActions } from '../../stores/batches.ts'
import { openReceipt } from '../../stores/repair.ts'
import type { Batch } from '../../stores/repairPlan.ts'
import { toast } from '../../ui/index.ts'

export function tellRunning(batch: Batch): void {
  batchesActions.waitFor(batch.batchId)
  toast({
    text: text(`repair.toast.running_${batch.action}`, { count: batch.totalCount }),
    tone: 'run',
    action: { label: text('repair.toast.see'), onClick: () => openReceipt(batch.batchId) },
  })
}
