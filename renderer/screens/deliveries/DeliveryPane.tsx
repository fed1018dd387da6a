/** One delivery: what became of it, where it came from and went to, and exactly the body that is sent. */
import { type ReactNode, useEffect, useState } from 'react'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { type Delivery, deliveriesActions, useDeliveries } from '../../stores/deliveries.ts'
import { followDelivery, readDelivery, useDeliveryDetail } from '../../stores/deliveriesDetail.ts'
import { formatRoute } from '../../stores/route.ts'
import {
  Button,
  CopyText,
  EmptyState,
  ErrorState,
  Icon,
  IconButton,
  Instant,
  SlowState,
  useCopy,
} from '../../ui/index.ts'
import { BodyView } from './BodyView.tsx'
import { DeliveryTag, KindIcon } from './DeliveryState.tsx'
import { queueRoute, setDeliveriesRoute, taskRoute } from './deliveriesMoves.ts'
import { Fact, Facts } from './Facts.tsx'
import css from './Pane.module.css'
import { sayRetried } from './RetryAllButton.tsx'

const close = () => setDeliveriesRoute({ deliveryId: null })

export function DeliveryPane({ deliveryId }: { deliveryId: number }) {
  const t = useText()
  useEffect(() => followDelivery(deliveryId), [deliveryId])
  const listed = useDeliveries(({ rows }) => rows.get(deliveryId) ?? null)
  const detail = useDeliveryDetail((state) => (state.deliveryId === deliveryId ? state.delivery : null))
  const error = useDeliveryDetail((detail) => detail.error)
  return (
    <article className={css.pane} aria-label={t('deliveries.pane.label', { id: deliveryId })}>
      {content()}
    </article>
  )

  function content() {
    if (detail !== null) return <OpenDelivery delivery={detail} body={detail.body} />
    if (listed !== null && error === null) return <OpenDelivery delivery={listed} body={null} />
    const head = (
      <div className={css.head}>
        <span className={css.space} />
        <IconButton icon="x" label={t('deliveries.pane.close')} shortcut="Escape" onClick={close} />
      </div>
    )
    if (error === null) return <SlowState text={t('deliveries.pane.reading')} />
    if (error.code === 'delivery_not_found') {
      return (
        <>
          {head}
          <EmptyState title={t('deliveries.pane.gone')} text={t('deliveries.pane.goneText')} />
        </>
      )
    }
    return (
      <>
        {head}
        <ErrorState error={error} onRetry={() => void readDelivery()} what={t('deliveries.pane.what')} />
      </>
    )
  }
}

/** What the list knows stands there at once; `body` null: it is being read. */
function OpenDelivery({ delivery, body }: { delivery: Delivery; body: string | null }) {
  const t = useText()
  const { functionName, targetName, kind, detail, state } = delivery
  return (
    <>
      <header className={css.header}>
        <div className={css.title}>
          <DeliveryTag delivery={delivery} />
          <h2 className={css.name}>
            <bdi className={css.cut}>{functionName}</bdi>
            <Icon name="arrow-right" size={12} />
            <KindIcon kind={kind} />
            <bdi className={css.cut}>{targetName}</bdi>
          </h2>
          <span className={css.space} />
          <IconButton icon="x" label={t('deliveries.pane.close')} shortcut="Escape" onClick={close} />
        </div>
        <div className={css.verbs}>
          <RetryButton delivery={delivery} />
          {body !== null && <CopyBody body={body} label={t('deliveries.pane.copyBody')} />}
        </div>
      </header>
      <div className={css.content}>
        {detail !== null && (
          <p className={css.detail} data-state={state}>
            {detail}
          </p>
        )}
        <DeliveryFacts delivery={delivery} />
        {body !== null && (
          <BodyView title={t('deliveries.pane.body')} label={t('deliveries.pane.bodyLabel')} text={body} />
        )}
      </div>
    </>
  )
}

function RetryButton({ delivery: { deliveryId, state } }: { delivery: Delivery }) {
  const t = useText()
  const [isBusy, setBusy] = useState(false)
  if (state === 'Succeeded') return null
  const retry = async () => {
    setBusy(true)
    await sayRetried(deliveriesActions.retry([deliveryId]))
    await readDelivery()
    setBusy(false)
  }
  return (
    <Button
      size="sm"
      variant={state === 'Failed' ? 'primary' : 'default'}
      icon="rotate-ccw"
      isBusy={isBusy}
      onClick={() => void retry()}
    >
      {t(state === 'Failed' ? 'deliveries.pane.retry' : 'deliveries.pane.tryNow')}
    </Button>
  )
}

export function CopyBody({ body, label }: { body: string; label: string }) {
  const t = useText()
  const { isCopied, copy } = useCopy()
  return (
    <Button size="sm" icon={isCopied ? 'check' : 'copy'} onClick={() => copy(body)}>
      {isCopied ? t('common.copied') : label}
    </Button>
  )
}

function DeliveryFacts({ delivery }: { delivery: Delivery }) {
  const t = useText()
  const { functionName, taskId, cause, target, attemptCount, createdAtMs, dueAtMs, endedAtMs, statusCode } = delivery
  const { state, made, messageId, kind, targetName } = delivery
  return (
    <Facts>
      <Fact name={t('deliveries.pane.cause')}>{t(`deliveries.cause.${cause}`)}</Fact>
      <Fact name={t('deliveries.pane.task')}>
        {taskId === null ? (
          t('deliveries.pane.noTask')
        ) : (
          <Mono href={formatRoute(taskRoute({ functionName, taskId }))}>{taskId}</Mono>
        )}
      </Fact>
      <Fact name={t('deliveries.pane.function')}>
        <a href={formatRoute({ screen: 'functions', functionName, tab: 'async' })}>{functionName}</a>
      </Fact>
      <Fact name={t('deliveries.pane.target')}>
        <CopyText text={target} label={t('deliveries.pane.copyTarget')} />
      </Fact>
      <Fact name={t('deliveries.pane.attempts')}>{attemptCount}</Fact>
      <Fact name={t('deliveries.pane.created')}>
        <At atMs={createdAtMs} />
      </Fact>
      {state === 'Pending' && dueAtMs !== null && (
        <Fact name={t('deliveries.pane.next')}>
          <Due atMs={dueAtMs} />
        </Fact>
      )}
      {endedAtMs !== null && (
        <Fact name={t('deliveries.pane.ended')}>
          <At atMs={endedAtMs} />
        </Fact>
      )}
      {statusCode !== null && <Fact name={t('deliveries.pane.code')}>{statusCode}</Fact>}
      {made !== null && (
        <Fact name={t('deliveries.pane.made')}>
          <Mono href={formatRoute(taskRoute(made))}>{made.taskId}</Mono>
        </Fact>
      )}
      {messageId !== null && (
        <Fact name={t('deliveries.pane.message')}>
          <Mono href={formatRoute(queueRoute(kind === 'queue' ? targetName : null, messageId))}>{messageId}</Mono>
        </Fact>
      )}
    </Facts>
  )
}

const Mono = ({ href, children }: { href: string; children: ReactNode }) => (
  <a className={css.mono} href={href}>
    {children}
  </a>
)

export function At({ atMs }: { atMs: number }) {
  const nowMs = useNow()
  return (
    <>
      <Instant atMs={atMs} nowMs={nowMs} clock="absolute" />
      <span className={css.quiet}>
        <Instant atMs={Math.min(atMs, nowMs)} nowMs={nowMs} />
      </span>
    </>
  )
}

function Due({ atMs }: { atMs: number }) {
  const t = useText()
  const nowMs = useNow()
  return atMs <= nowMs ? t('deliveries.pane.now') : <Instant atMs={atMs} nowMs={nowMs} />
}
