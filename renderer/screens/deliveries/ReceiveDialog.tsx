/** Takes the message that is visible the longest, as a consumer would: it says beforehand that this hides it. */
import { useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText, text as word } from '../../i18n/text.ts'
import type { MessageQueue } from '../../stores/messageQueues.ts'
import { queuePeekActions } from '../../stores/messageQueuesPeek.ts'
import { NumberField, toast } from '../../ui/index.ts'
import { DialogForm } from './DialogForm.tsx'
import { MAX_VISIBILITY_SECONDS } from './QueueDialog.tsx'
import css from './ReceiveDialog.module.css'
import { useDoing } from './useDoing.ts'

export function ReceiveDialog({ queue, onClose }: { queue: MessageQueue; onClose: () => void }) {
  const t = useText()
  const [seconds, setSeconds] = useState<number | null>(queue.visibilitySeconds)
  const { isBusy, failure, act } = useDoing()
  const isWrong = seconds === null || seconds < 1 || seconds > MAX_VISIBILITY_SECONDS
  const receive = () =>
    act(async () => {
      if (isWrong) return
      const message = await queuePeekActions.receive(seconds)
      onClose()
      if (message === null) toast({ text: word('deliveries.dialog.receivedNone') })
      else toast({ text: word('deliveries.dialog.received', { seconds: formatCount(seconds) }), tone: 'ok' })
    })
  return (
    <DialogForm
      title={t('deliveries.dialog.receiveTitle', { name: queue.queueName })}
      verb={t('deliveries.dialog.receive')}
      isBusy={isBusy}
      isWrong={isWrong}
      failure={failure}
      onDo={receive}
      onClose={onClose}
    >
      <p className={css.text}>{t('deliveries.dialog.receiveText')}</p>
      <NumberField
        label={t('deliveries.dialog.visibility')}
        unit="s"
        min={1}
        value={seconds}
        {...(isWrong && { error: t('deliveries.dialog.visibilityRule') })}
        onChange={setSeconds}
      />
    </DialogForm>
  )
}
