/** Message queues as `taskyard messages` prints them for people. */
import type { Message, MessageQueue } from '../../shared/contract/messages.contract.ts'
import { formatAgo } from '../../shared/format/ago.ts'
import { formatInstant } from '../../shared/format/instant.ts'
import { textTable } from './textTable.ts'

const HEAD = ['QUEUE', 'VISIBLE', 'HIDDEN', 'OLDEST', 'HIDES FOR']

export function queueList(queues: readonly MessageQueue[], nowMs: number): string {
  if (queues.length === 0) {
    return 'There is no message queue yet: a destination makes its queue with the first delivery, and so does "taskyard messages send".'
  }
  return textTable([HEAD, ...queues.map((queue) => cellsOf(queue, nowMs))])
}

/** Each with its facts in one line, and its body below. */
export function messageList(messages: readonly (Message & { receiptHandle?: string })[], nowMs: number): string {
  return messages.map((message) => messageText(message, nowMs)).join('\n\n')
}

function cellsOf(
  { queueName, visibleCount, hiddenCount, oldestSentAtMs, visibilitySeconds }: MessageQueue,
  nowMs: number,
) {
  const age = oldestSentAtMs === null ? '' : formatAgo(nowMs - oldestSentAtMs)
  return [queueName, String(visibleCount), String(hiddenCount), age, `${visibilitySeconds} s`]
}

function messageText(message: Message & { receiptHandle?: string }, nowMs: number): string {
  const { messageId, sentAtMs, visibleAtMs, receiveCount, deliveryId, receiptHandle, body } = message
  const facts = [
    `sent ${formatInstant(sentAtMs, { withDate: true })}`,
    receiveCount === 0 ? 'not received yet' : `received ${receiveCount === 1 ? 'once' : `${receiveCount} times`}`,
    visibleAtMs > nowMs ? `hidden until ${formatInstant(visibleAtMs, { withDate: true })}` : null,
    deliveryId === null ? null : `by delivery ${deliveryId}`,
  ].filter((fact) => fact !== null)
  const handle = receiptHandle === undefined ? [] : [`receipt handle: ${receiptHandle}`]
  return [`${messageId}  ${facts.join(', ')}`, ...handle, body].join('\n')
}
