/** The dialogs of replay and compensation, mounted once over every screen, and the word about runs that go on behind them. */
import { useEffect, useRef } from 'react'
import { text } from '../../i18n/text.ts'
import { onBatchEnd } from '../../stores/batches.ts'
import { openReceipt, useRepair } from '../../stores/repair.ts'
import type { Batch } from '../../stores/repairPlan.ts'
import { toast } from '../../ui/index.ts'
import { BatchesDialog } from './BatchesDialog.tsx'
import { CompensationDialog } from './CompensationDialog.tsx'
import { ReceiptDialog } from './ReceiptDialog.tsx'
import { ReplayEditDialog } from './ReplayEditDialog.tsx'
import { ReplayPlanDialog } from './ReplayPlanDialog.tsx'

export function RepairDialogs() {
  const dialog = useRepair((repair) => repair.dialog)
  useFocusReturn(dialog !== null)
  useEffect(() => onBatchEnd(tellEnd), [])
  switch (dialog?.kind) {
    case 'edited':
      return <ReplayEditDialog target={dialog.target} />
    case 'replay':
      return <ReplayPlanDialog selection={dialog.selection} />
    case 'compensation':
      return <CompensationDialog selection={dialog.selection} />
    case 'receipt':
      return <ReceiptDialog key={dialog.batchId} batchId={dialog.batchId} isFromList={dialog.isFromList} />
    case 'batches':
      return <BatchesDialog />
    default:
      return null
  }
}

/** One dialog follows another, so the place that the first was opened from is kept here. */
function useFocusReturn(isOpen: boolean): void {
  const outside = useRef<HTMLElement | null>(null)
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target.closest('[role=dialog], [role=menu]') === null) {
        outside.current = target
      }
    }
    document.addEventListener('focusin', remember)
    return () => document.removeEventListener('focusin', remember)
  }, [])
  useEffect(() => {
    if (!isOpen) return
    const place = outside.current
    return () => {
      requestAnimationFrame(() => {
        if (place?.isConnected && document.activeElement === document.body) place.focus()
      })
    }
  }, [isOpen])
}

/** It is in the list of all of them too; this is only the word that it is over. */
function tellEnd(batch: Batch): void {
  toast({
    text: sentenceOf(batch),
    tone: batch.failedCount > 0 ? 'fail' : 'ok',
    action: { label: text('repair.toast.see'), onClick: () => openReceipt(batch.batchId) },
  })
}

/** `498 replayed, 2 left out`. */
function sentenceOf({ action, madeCount, skippedCount, failedCount }: Batch): string {
  const parts = [text(`repair.toast.done_${action}`, { count: madeCount })]
  if (skippedCount > 0) parts.push(text('repair.toast.skipped', { count: skippedCount }))
  if (failedCount > 0) parts.push(text('repair.toast.refused', { count: failedCount }))
  return parts.join(', ')
}
