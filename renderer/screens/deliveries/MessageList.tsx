/** The messages of a queue, the first sent first: which one it is, and whether a consumer could take it now. */
import { memo, useMemo, useState } from 'react'
import { formatAgo } from '../../../shared/format/ago.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import { type Message, queuePeekActions, useQueuePeek } from '../../stores/messageQueuesPeek.ts'
import { messagePreview } from '../../stores/messageQueuesPreview.ts'
import { usePreferences } from '../../stores/preferences.ts'
import { GridCell, Instant } from '../../ui/index.ts'
import css from './MessageList.module.css'
import { RowList } from './RowList.tsx'

export function MessageList({ queueName }: { queueName: string }) {
  const t = useText()
  const { order, rows, goneIds, openId, nextCursor } = useQueuePeek()
  const [focusId, setFocusId] = useState<string | null>(openId)
  return (
    <RowList
      label={t('deliveries.messages.list', { name: queueName })}
      className={css.grid}
      ids={order}
      focusId={focusId}
      openId={openId}
      hasMore={nextCursor !== null}
      renderRow={(id) => {
        const message = rows.get(id)
        return message === undefined ? null : <MessageCells message={message} isGone={goneIds.has(id)} />
      }}
      isStale={(id) => goneIds.has(id)}
      onFocus={setFocusId}
      onOpen={(id) => {
        setFocusId(id)
        queuePeekActions.open(id)
      }}
      onClose={() => queuePeekActions.open(null)}
      onMore={showMore}
    />
  )
}

const showMore = () => void queuePeekActions.showMore()

const MessageCells = memo(function MessageCells({ message, isGone }: { message: Message; isGone: boolean }) {
  return (
    <>
      <GridCell className={css.what}>
        <Preview body={message.body} />
        <Second message={message} isGone={isGone} />
      </GridCell>
      <GridCell className={css.number}>
        <Sent atMs={message.sentAtMs} />
      </GridCell>
    </>
  )
})

function Preview({ body }: { body: string }) {
  const { pairs, text } = useMemo(() => messagePreview(body), [body])
  if (text !== null) return <bdi className={css.preview}>{text}</bdi>
  return (
    <span className={css.preview}>
      {pairs.map(({ key, value }) => (
        <bdi key={key} className={css.pair}>
          {key !== '' && <span className={css.key}>{key} </span>}
          {value}
        </bdi>
      ))}
    </span>
  )
}

function Second({ message: { receiveCount, visibleAtMs }, isGone }: { message: Message; isGone: boolean }) {
  const t = useText()
  const nowMs = useNow()
  const isHidden = visibleAtMs > nowMs
  const received =
    receiveCount === 0
      ? t('deliveries.messages.receivedNever')
      : t('deliveries.messages.received', { count: receiveCount })
  return (
    <span className={css.second}>
      {isGone ? (
        t('deliveries.messages.gone')
      ) : (
        <>
          {received}
          {isHidden && (
            <span className={css.hidden}>
              {t('deliveries.messages.hiddenFor', { span: formatAgo(visibleAtMs - nowMs) })}
            </span>
          )}
        </>
      )}
    </span>
  )
}

function Sent({ atMs }: { atMs: number }) {
  const nowMs = useNow()
  const clock = usePreferences((preferences) => preferences.clock)
  return <Instant atMs={atMs} nowMs={Math.max(nowMs, atMs)} clock={clock} />
}
