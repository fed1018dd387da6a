/** The local message queues: their list, the messages of the one that is open, and the message that is open. */
import { useEffect, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { followMessageQueues, messageQueuesActions, useMessageQueues } from '../../stores/messageQueues.ts'
import { useQueuePeek } from '../../stores/messageQueuesPeek.ts'
import { Button, ErrorState, SlowState } from '../../ui/index.ts'
import { useDeliveriesRoute } from './deliveriesMoves.ts'
import { MessagePane } from './MessagePane.tsx'
import { HowToSetDestinations } from './NoDeliveries.tsx'
import { QueueDialog } from './QueueDialog.tsx'
import { QueueList } from './QueueList.tsx'
import { QueuePane } from './QueuePane.tsx'
import css from './QueuesView.module.css'
import { ViewFrame } from './ViewFrame.tsx'

export function QueuesView() {
  const t = useText()
  const { queueName: named } = useDeliveriesRoute()
  const firstName = useMessageQueues(({ queues }) => queues?.[0]?.queueName ?? null)
  const [isCreating, setCreating] = useState(false)
  const queueName = named ?? firstName
  const message = useQueuePeek(({ openId, rows, queueName: peeked }) =>
    openId === null || peeked !== queueName ? null : (rows.get(openId) ?? null),
  )
  useEffect(followMessageQueues, [])
  return (
    <ViewFrame
      actions={
        <Button size="sm" icon="plus" onClick={() => setCreating(true)}>
          {t('deliveries.queues.create')}
        </Button>
      }
      pane={message === null ? null : <MessagePane key={message.messageId} message={message} />}
    >
      <Queues queueName={queueName} />
      {isCreating && <QueueDialog queue={null} onClose={() => setCreating(false)} />}
    </ViewFrame>
  )
}

function Queues({ queueName }: { queueName: string | null }) {
  const t = useText()
  const queues = useMessageQueues((state) => state.queues)
  const error = useMessageQueues((state) => state.error)
  if (queues === null) {
    if (error === null) return <SlowState text={t('deliveries.queues.reading')} />
    return (
      <ErrorState error={error} onRetry={() => void messageQueuesActions.load()} what={t('deliveries.queues.what')} />
    )
  }
  if (queues.length === 0 && queueName === null) {
    const words = { title: t('deliveries.queues.none.title'), text: t('deliveries.queues.none.text') }
    return <HowToSetDestinations {...words} command={t('deliveries.queues.none.command')} />
  }
  return (
    <div className={css.columns}>
      <QueueList queues={queues} openName={queueName} />
      {queueName !== null && <QueuePane key={queueName} queueName={queueName} />}
    </div>
  )
}
