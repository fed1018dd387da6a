/** The queue that is open: what is done with it, the search in its bodies, and its messages. */
import { useEffect, useState } from 'react'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { type MessageQueue, useMessageQueues } from '../../stores/messageQueues.ts'
import { followQueue, queuePeekActions, useQueuePeek } from '../../stores/messageQueuesPeek.ts'
import { Button, EmptyState, ErrorState, IconButton, Menu, SlowState } from '../../ui/index.ts'
import { setDeliveriesRoute, useDeliveriesRoute } from './deliveriesMoves.ts'
import { MessageList } from './MessageList.tsx'
import { PurgeDialog, RemoveQueueDialog } from './QueueConfirm.tsx'
import { QueueDialog } from './QueueDialog.tsx'
import css from './QueuePane.module.css'
import { ReceiveDialog } from './ReceiveDialog.tsx'
import { SearchField } from './SearchField.tsx'
import { SendDialog } from './SendDialog.tsx'

type Asked = 'send' | 'receive' | 'change' | 'purge' | 'remove'

export function QueuePane({ queueName }: { queueName: string }) {
  const t = useText()
  const { text } = useDeliveriesRoute()
  const queue = useMessageQueues(({ queues }) => queues?.find((one) => one.queueName === queueName) ?? null)
  useEffect(() => followQueue(queueName, text), [queueName, text])
  if (queue === null) return <GoneQueue queueName={queueName} />
  return (
    <section className={css.pane} aria-label={queueName}>
      <QueueHeader queue={queue} />
      <div className={css.bar}>
        <SearchField
          value={text}
          label={t('deliveries.messages.search')}
          placeholder={t('deliveries.messages.searchHint')}
          onChange={(typed) => setDeliveriesRoute({ queueName, text: typed }, { replace: true })}
        />
      </div>
      <Messages queueName={queueName} />
    </section>
  )
}

function GoneQueue({ queueName }: { queueName: string }) {
  const t = useText()
  const [isSending, setSending] = useState(false)
  return (
    <section className={css.pane} aria-label={queueName}>
      <EmptyState title={t('deliveries.queues.gone', { name: queueName })} text={t('deliveries.queues.goneText')}>
        <Button size="sm" onClick={() => setSending(true)}>
          {t('deliveries.queues.send')}
        </Button>
      </EmptyState>
      {isSending && <SendDialog queueName={queueName} onClose={() => setSending(false)} />}
    </section>
  )
}

function QueueHeader({ queue }: { queue: MessageQueue }) {
  const t = useText()
  const [asked, setAsked] = useState<Asked | null>(null)
  const { queueName, visibleCount, hiddenCount, visibilitySeconds } = queue
  const facts = [
    t('deliveries.queues.visible', { text: formatCount(visibleCount) }),
    t('deliveries.queues.hidden', { text: formatCount(hiddenCount) }),
    t('deliveries.queues.hidesFor', { seconds: formatCount(visibilitySeconds) }),
  ]
  const close = () => setAsked(null)
  return (
    <header className={css.header}>
      <div className={css.about}>
        <h2 className={css.name} title={queueName}>
          {queueName}
        </h2>
        <p className={css.facts}>{facts.join(', ')}</p>
      </div>
      <div className={css.verbs}>
        <Button size="sm" icon="send" onClick={() => setAsked('send')}>
          {t('deliveries.queues.send')}
        </Button>
        <Button size="sm" icon="download" onClick={() => setAsked('receive')}>
          {t('deliveries.queues.receive')}
        </Button>
        <Menu
          align="end"
          trigger={<IconButton icon="ellipsis" label={t('deliveries.queues.more')} />}
          items={[
            { id: 'change', label: t('deliveries.queues.change'), icon: 'clock', onSelect: () => setAsked('change') },
            'divider',
            {
              id: 'purge',
              label: t('deliveries.queues.purge'),
              icon: 'eraser',
              tone: 'danger',
              isDisabled: visibleCount + hiddenCount === 0,
              onSelect: () => setAsked('purge'),
            },
            {
              id: 'remove',
              label: t('deliveries.queues.remove'),
              icon: 'trash-2',
              tone: 'danger',
              onSelect: () => setAsked('remove'),
            },
          ]}
        />
      </div>
      {asked === 'send' && <SendDialog queueName={queueName} onClose={close} />}
      {asked === 'receive' && <ReceiveDialog queue={queue} onClose={close} />}
      {asked === 'change' && <QueueDialog queue={queue} onClose={close} />}
      {asked === 'purge' && <PurgeDialog queue={queue} onClose={close} />}
      {asked === 'remove' && <RemoveQueueDialog queue={queue} onClose={close} />}
    </header>
  )
}

function Messages({ queueName }: { queueName: string }) {
  const t = useText()
  const isThis = useQueuePeek((peek) => peek.queueName === queueName)
  const load = useQueuePeek((peek) => peek.load)
  const error = useQueuePeek((peek) => peek.error)
  const text = useQueuePeek((peek) => peek.text)
  const hasRows = useQueuePeek(({ order }) => order.length > 0)
  if (isThis && hasRows) return <MessageList queueName={queueName} />
  if (isThis && error !== null) {
    return (
      <ErrorState error={error} onRetry={() => void queuePeekActions.load()} what={t('deliveries.messages.what')} />
    )
  }
  if (!isThis || load === 'first') {
    return <SlowState text={t(text === '' ? 'deliveries.messages.reading' : 'deliveries.messages.searching')} />
  }
  if (text === '') return <EmptyState title={t('deliveries.messages.none')} text={t('deliveries.messages.noneText')} />
  return (
    <EmptyState title={t('deliveries.messages.noneFound')} text={t('deliveries.messages.noneFoundText')}>
      <Button size="sm" onClick={() => setDeliveriesRoute({ queueName, text: '' })}>
        {t('deliveries.messages.showAll')}
      </Button>
    </EmptyState>
  )
}
