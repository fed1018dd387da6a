/** The console's methods about local message queues. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { messagesContract } from '../../../shared/contract/messages.contract.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

export function messageHandlers(deps: ConsoleDeps): Handlers<typeof messagesContract> {
  const { commands, queries } = deps
  /** The request, on behalf of the console's account. */
  const ours = async <T extends object>(request: T) => ({ ...request, accountId: await accountId(deps) })
  return {
    'messages.queues': async () => queries.listQueues(await accountId(deps)),
    'messages.createQueue': async (request) => commands.createQueue(await ours(request)),
    'messages.deleteQueue': async (request) => commands.deleteQueue(await ours(request)),
    'messages.send': async (request) => commands.sendMessage(await ours(request)),
    'messages.receive': async ({ visibilitySeconds = null, ...request }) =>
      commands.receiveMessages(await ours({ ...request, visibilitySeconds })),
    'messages.peek': async ({ text = null, cursor = null, ...request }) =>
      queries.peekMessages(await ours({ ...request, text, cursor })),
    'messages.delete': async (request) => {
      await commands.deleteMessage(await ours(request))
      return {}
    },
    'messages.purge': async (request) => commands.purgeQueue(await ours(request)),
  }
}
