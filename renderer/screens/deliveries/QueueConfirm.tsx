/** Asks before messages are deleted: one, all of a queue, or the queue with them. */
import { useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText, text as word } from '../../i18n/text.ts'
import { type MessageQueue, messageQueuesActions } from '../../stores/messageQueues.ts'
import { queuePeekActions } from '../../stores/messageQueuesPeek.ts'
import { navigate } from '../../stores/route.ts'
import { ConfirmDialog, toast } from '../../ui/index.ts'
import { queueRoute } from './deliveriesMoves.ts'

type OfQueue = { queue: MessageQueue; onClose: () => void }

export function PurgeDialog({ queue, onClose }: OfQueue) {
  const t = useText()
  const { isBusy, run } = useAnswered(onClose)
  return (
    <ConfirmDialog
      title={t('deliveries.dialog.purgeTitle', { name: queue.queueName })}
      text={t('deliveries.dialog.purgeText', counted(queue))}
      confirmLabel={t('deliveries.dialog.purge')}
      tone="danger"
      isOpen
      isBusy={isBusy}
      onConfirm={() => run(async () => deletedText(await queuePeekActions.purge()))}
      onClose={onClose}
    />
  )
}

export function RemoveQueueDialog({ queue, onClose }: OfQueue) {
  const t = useText()
  const { isBusy, run } = useAnswered(onClose)
  return (
    <ConfirmDialog
      title={t('deliveries.dialog.removeTitle', { name: queue.queueName })}
      text={t('deliveries.dialog.removeText', counted(queue))}
      confirmLabel={t('deliveries.dialog.remove')}
      tone="danger"
      isOpen
      isBusy={isBusy}
      onConfirm={() =>
        run(async () => {
          navigate(queueRoute(null), { replace: true })
          return deletedText(await messageQueuesActions.remove(queue.queueName))
        })
      }
      onClose={onClose}
    />
  )
}

export function DeleteMessageDialog({ messageId, onClose }: { messageId: string; onClose: () => void }) {
  const t = useText()
  const { isBusy, run } = useAnswered(onClose)
  return (
    <ConfirmDialog
      title={t('deliveries.dialog.deleteTitle')}
      text={t('deliveries.dialog.deleteText')}
      confirmLabel={t('deliveries.dialog.delete')}
      tone="danger"
      isOpen
      isBusy={isBusy}
      onConfirm={() =>
        run(async () => {
          await queuePeekActions.remove(messageId)
          return word('deliveries.dialog.messageDeleted')
        })
      }
      onClose={onClose}
    />
  )
}

/** Closes when it is done, and says what was done or why it was not. */
function useAnswered(onClose: () => void) {
  const [isBusy, setBusy] = useState(false)
  const run = (work: () => Promise<string>) => {
    setBusy(true)
    work()
      .then((text) => toast({ text, tone: 'ok' }))
      .catch((error: Error) => toast({ text: error.message, tone: 'fail' }))
      .finally(onClose)
  }
  return { isBusy, run }
}

function counted({ visibleCount, hiddenCount }: MessageQueue) {
  const count = visibleCount + hiddenCount
  return { count, text: formatCount(count) }
}

const deletedText = (count: number) => word('deliveries.dialog.deleted', { count, text: formatCount(count) })
