/** One message: its facts, what sent it, and its body. */
import { type ReactNode, useEffect, useState } from 'react'
import { shortId } from '../../../shared/format/shortId.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { followDelivery, useDeliveryDetail } from '../../stores/deliveriesDetail.ts'
import { type Message, queuePeekActions, useQueuePeek } from '../../stores/messageQueuesPeek.ts'
import { formatRoute } from '../../stores/route.ts'
import { Button, CopyText, IconButton, Instant, Tag } from '../../ui/index.ts'
import { BodyView } from './BodyView.tsx'
import { At, CopyBody } from './DeliveryPane.tsx'
import { deliveryRoute, taskRoute } from './deliveriesMoves.ts'
import { Fact, Facts } from './Facts.tsx'
import css from './Pane.module.css'
import { DeleteMessageDialog } from './QueueConfirm.tsx'

export function MessagePane({ message }: { message: Message }) {
  const t = useText()
  const { messageId, body } = message
  const [isAsked, setAsked] = useState(false)
  const isGone = useQueuePeek(({ goneIds }) => goneIds.has(messageId))
  const id = shortId(messageId)
  return (
    <article className={css.pane} aria-label={t('deliveries.messages.label', { id })}>
      <header className={css.header}>
        <div className={css.title}>
          <Visibility message={message} isGone={isGone} />
          <h2 className={css.name}>
            <span className={css.cut} title={messageId}>
              {t('deliveries.messages.label', { id })}
            </span>
          </h2>
          <span className={css.space} />
          <IconButton
            icon="x"
            label={t('deliveries.messages.close')}
            shortcut="Escape"
            onClick={() => queuePeekActions.open(null)}
          />
        </div>
        <div className={css.verbs}>
          <Button size="sm" icon="trash-2" isDisabled={isGone} onClick={() => setAsked(true)}>
            {t('deliveries.messages.remove')}
          </Button>
          <CopyBody body={body} label={t('deliveries.messages.copyBody')} />
        </div>
      </header>
      <div className={css.content}>
        <MessageFacts message={message} />
        <BodyView title={t('deliveries.messages.body')} label={t('deliveries.messages.bodyLabel')} text={body} />
      </div>
      {isAsked && <DeleteMessageDialog messageId={messageId} onClose={() => setAsked(false)} />}
    </article>
  )
}

function Visibility({ message: { visibleAtMs }, isGone }: { message: Message; isGone: boolean }) {
  const t = useText()
  const nowMs = useNow()
  if (isGone) return <Tag icon="trash-2">{t('deliveries.messages.gone')}</Tag>
  if (visibleAtMs <= nowMs) return <Tag icon="eye">{t('deliveries.messages.visible')}</Tag>
  return (
    <Tag icon="eye-off" tone="retry">
      {t('deliveries.messages.hidden')}
    </Tag>
  )
}

function MessageFacts({ message }: { message: Message }) {
  const t = useText()
  const { messageId, bodyMd5, sentAtMs, firstReceivedAtMs, receiveCount, deliveryId } = message
  const receiptHandle = useQueuePeek(({ receipts }) => receipts.get(messageId))
  return (
    <Facts>
      <Fact name={t('deliveries.messages.id')}>
        <CopyText text={messageId} label={t('deliveries.messages.copyId')} />
      </Fact>
      <Fact name={t('deliveries.messages.sentAt')}>
        <At atMs={sentAtMs} />
      </Fact>
      {deliveryId === null ? (
        <Fact name={t('deliveries.messages.origin')}>{t('deliveries.messages.byHand')}</Fact>
      ) : (
        <Origin deliveryId={deliveryId} />
      )}
      <Fact name={t('deliveries.messages.receives')}>{t('deliveries.messages.times', { count: receiveCount })}</Fact>
      <Fact name={t('deliveries.messages.firstReceived')}>
        {firstReceivedAtMs === null ? <Quiet>{t('deliveries.messages.never')}</Quiet> : <At atMs={firstReceivedAtMs} />}
      </Fact>
      <Fact name={t('deliveries.messages.hiddenUntil')}>
        <HiddenUntil message={message} />
      </Fact>
      {receiptHandle !== undefined && (
        <Fact name={t('deliveries.messages.handle')}>
          <CopyText text={receiptHandle} label={t('deliveries.messages.copyHandle')} />
        </Fact>
      )}
      <Fact name={t('deliveries.messages.md5')}>
        <CopyText text={bodyMd5} label={t('deliveries.messages.copyMd5')} />
      </Fact>
    </Facts>
  )
}

const Quiet = ({ children }: { children: ReactNode }) => <span className={css.quiet}>{children}</span>

function HiddenUntil({ message: { visibleAtMs } }: { message: Message }) {
  const t = useText()
  const nowMs = useNow()
  if (visibleAtMs <= nowMs) return <Quiet>{t('deliveries.messages.notHidden')}</Quiet>
  return (
    <>
      <Instant atMs={visibleAtMs} nowMs={nowMs} clock="absolute" />
      <Quiet>
        <Instant atMs={visibleAtMs} nowMs={nowMs} />
      </Quiet>
    </>
  )
}

/** The delivery that sent it, and the task that it was about. */
function Origin({ deliveryId }: { deliveryId: number }) {
  const t = useText()
  useEffect(() => followDelivery(deliveryId), [deliveryId])
  const delivery = useDeliveryDetail((detail) => (detail.deliveryId === deliveryId ? detail.delivery : null))
  return (
    <>
      <Fact name={t('deliveries.messages.origin')}>
        <a href={formatRoute(deliveryRoute(deliveryId))}>{t('deliveries.messages.delivery', { id: deliveryId })}</a>
      </Fact>
      {delivery !== null && delivery.taskId !== null && (
        <Fact name={t('deliveries.messages.task')}>
          <a
            className={css.mono}
            href={formatRoute(taskRoute({ functionName: delivery.functionName, taskId: delivery.taskId }))}
          >
            {delivery.taskId}
          </a>
        </Fact>
      )}
    </>
  )
}
