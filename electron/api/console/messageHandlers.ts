/** The console's methods about local message queues. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { messagesContract } from '../../../shared/contract/messages.contract.ts'
import { notBuilt } from '../../base/notBuilt.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function messageHandlers(_deps: ConsoleDeps): Handlers<typeof messagesContract> {
  return notBuilt<Handlers<typeof messagesContract>>([
    'messages.queues',
    'messages.createQueue',
    'messages.deleteQueue',
    'messages.send',
    'messages.receive',
    'messages.peek',
    'messages.delete',
    'messages.purge',
  ])
}
