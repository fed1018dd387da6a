/** The commands of `messagePorts.ts`, each inside a turn of the store. */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import type { MessageCommands } from './messagePorts.ts'
import { bodyMd5 } from './messageViews.ts'

export function messageCommands({ followUps }: StoreState, inTurn: InTurn): MessageCommands {
  const { messages, operations } = followUps
  return {
    createQueue: ({ visibilitySeconds, ...queue }) =>
      inTurn(() => {
        const { view, isNew } = messages.create(queue, visibilitySeconds * SECOND_MS)
        const detail = { visibilitySeconds, isNew }
        operations.record({ accountId: queue.accountId, action: 'queue.create', target: queue.queueName, detail })
        return view
      }),
    deleteQueue: (queue) =>
      inTurn(() => {
        const deletedCount = messages.delete(queue)
        const detail = { messageCount: deletedCount }
        operations.record({ accountId: queue.accountId, action: 'queue.delete', target: queue.queueName, detail })
        return { deletedCount }
      }),
    sendMessage: ({ accountId, queueName, body, delaySeconds }) =>
      inTurn(() => {
        const delayMs = delaySeconds * SECOND_MS
        const messageId = messages.send({ accountId, queueName, body, delayMs, deliveryId: null })
        const detail = { messageId, ...(delaySeconds > 0 && { delaySeconds }) }
        operations.record({ accountId, action: 'message.send', target: queueName, detail })
        return { messageId, bodyMd5: bodyMd5(body) }
      }),
    receiveMessages: ({ accountId, queueName, limit, visibilitySeconds }) =>
      inTurn((nowMs) => {
        const visibilityMs = visibilitySeconds === null ? null : visibilitySeconds * SECOND_MS
        const received = messages.receive({ accountId, queueName }, { limit, visibilityMs, nowMs })
        if (received.length > 0) {
          const detail = { messageIds: received.map(({ messageId }) => messageId) }
          const count = received.length
          operations.record({ accountId, action: 'message.receive', target: queueName, count, detail })
        }
        return { messages: received }
      }),
    deleteMessage: ({ accountId, queueName, ...by }) =>
      inTurn(() => {
        const messageId = messages.deleteMessage({ accountId, queueName }, by)
        operations.record({ accountId, action: 'message.delete', target: queueName, detail: { messageId } })
      }),
    purgeQueue: (queue) =>
      inTurn(() => {
        const deletedCount = messages.purge(queue)
        if (deletedCount > 0) {
          const count = deletedCount
          operations.record({ accountId: queue.accountId, action: 'queue.purge', target: queue.queueName, count })
        }
        return { deletedCount }
      }),
  }
}
