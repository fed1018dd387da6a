/** Tries every failed delivery again, after asking. Absent while none has failed. */
import { useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText, text as word } from '../../i18n/text.ts'
import { deliveriesActions, useDeliveries } from '../../stores/deliveries.ts'
import { Button, ConfirmDialog, toast } from '../../ui/index.ts'

export function RetryAllButton() {
  const t = useText()
  const count = useDeliveries(({ totals }) => totals?.failedCount ?? 0)
  const [isAsked, setAsked] = useState(false)
  const [isBusy, setBusy] = useState(false)
  if (count === 0 && !isAsked) return null
  const retry = async () => {
    setBusy(true)
    await sayRetried(deliveriesActions.retryAllFailed())
    setBusy(false)
    setAsked(false)
  }
  return (
    <>
      <Button size="sm" icon="rotate-ccw" onClick={() => setAsked(true)}>
        {t('deliveries.retryAll', { text: formatCount(count) })}
      </Button>
      <ConfirmDialog
        title={t('deliveries.retryAllTitle')}
        text={t('deliveries.retryAllText', { count, text: formatCount(count) })}
        confirmLabel={t('deliveries.retryAllConfirm')}
        isOpen={isAsked}
        isBusy={isBusy}
        onConfirm={() => void retry()}
        onClose={() => setAsked(false)}
      />
    </>
  )
}

/** Says how many are tried again, or why none is. */
export async function sayRetried(retrying: Promise<number>): Promise<void> {
  try {
    const count = await retrying
    if (count === 0) toast({ text: word('deliveries.retriedNone') })
    else toast({ text: word('deliveries.retried', { count, text: formatCount(count) }), tone: 'run' })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    toast({ text: word('deliveries.pane.retryFailed', { reason }), tone: 'fail' })
  }
}
