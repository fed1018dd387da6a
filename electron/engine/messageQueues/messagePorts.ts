/** What the faces may ask of the local message queues. */
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { messagesContract } from '../../../shared/contract/messages.contract.ts'

type Outputs = { [M in keyof typeof messagesContract]: OutputOf<(typeof messagesContract)[M]> }
type InQueue = { accountId: number; queueName: string }

/** All but createQueue and sendMessage: queue_not_found. */
export type MessageCommands = {
  createQueue(request: InQueue & { visibilitySeconds: number }): Promise<Outputs['messages.createQueue']>
  deleteQueue(request: InQueue): Promise<Outputs['messages.deleteQueue']>
  sendMessage(request: InQueue & { body: string; delaySeconds: number }): Promise<Outputs['messages.send']>
  receiveMessages(
    request: InQueue & { limit: number; visibilitySeconds: number | null },
  ): Promise<Outputs['messages.receive']>
  /** message_not_found: deleted, or received again since */
  deleteMessage(request: InQueue & ({ receiptHandle: string } | { messageId: string })): Promise<void>
  purgeQueue(request: InQueue): Promise<Outputs['messages.purge']>
}
export const MESSAGE_COMMANDS = [
  'createQueue',
  'deleteQueue',
  'sendMessage',
  'receiveMessages',
  'deleteMessage',
  'purgeQueue',
] as const

export type MessageQueries = {
  listQueues(accountId: number): Promise<Outputs['messages.queues']>
  /** queue_not_found, invalid_input for a cursor that is none */
  peekMessages(
    query: InQueue & { includeHidden: boolean; text: string | null; limit: number; cursor: string | null },
  ): Promise<Outputs['messages.peek']>
}
export const MESSAGE_QUERIES = ['listQueues', 'peekMessages'] as const
