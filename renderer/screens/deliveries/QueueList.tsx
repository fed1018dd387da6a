/** The queues by name, with what is in them and how old the oldest message is. */
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatCount } from '../../../shared/format/count.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { MessageQueue } from '../../stores/messageQueues.ts'
import { formatRoute } from '../../stores/route.ts'
import { queueRoute } from './deliveriesMoves.ts'
import css from './QueueList.module.css'

export function QueueList({ queues, openName }: { queues: readonly MessageQueue[]; openName: string | null }) {
  const t = useText()
  return (
    <nav className={css.list} aria-label={t('deliveries.queues.list')}>
      <ul>
        {queues.map((queue) => (
          <li key={queue.queueName}>
            <a
              className={css.row}
              href={formatRoute(queueRoute(queue.queueName))}
              aria-current={queue.queueName === openName ? 'page' : undefined}
            >
              <span className={css.name} title={queue.queueName}>
                {queue.queueName}
              </span>
              <Content queue={queue} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function Content({ queue: { visibleCount, hiddenCount, oldestSentAtMs } }: { queue: MessageQueue }) {
  const t = useText()
  const nowMs = useNow()
  const parts = [
    ...(visibleCount > 0 ? [t('deliveries.queues.visible', { text: formatCount(visibleCount) })] : []),
    ...(hiddenCount > 0 ? [t('deliveries.queues.hidden', { text: formatCount(hiddenCount) })] : []),
  ]
  return (
    <span className={css.second}>
      <span className={css.counts}>{parts.length === 0 ? t('deliveries.queues.empty') : parts.join(', ')}</span>
      {oldestSentAtMs !== null && (
        <span className={css.age}>
          {t('deliveries.queues.oldest', { span: formatAgo(Math.max(0, nowMs - oldestSentAtMs)) })}
        </span>
      )}
    </span>
  )
}
