/** The local message queues with their counts, and what is done to a queue as a whole. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { messagesContract } from '../../shared/contract/messages.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type MessageQueue = OutputOf<(typeof messagesContract)['messages.queues']>['queues'][number]
type Queues = {
  queues: readonly MessageQueue[] | null // null: not read yet
  error: AppError | null // of the latest read; what was read before stays
}
const NOTHING: Queues = { queues: null, error: null }
export const useMessageQueues = create<Queues>(() => NOTHING)

/** Hidden messages come back without anything being written. */
const LOOK_AGAIN_MS = 2 * SECOND_MS

/** While somebody looks, until the returned function is called. */
export function followMessageQueues(): () => void {
  return whileVisible(() => {
    const stop = follow('tasks', paced(pull))
    const timer = setInterval(() => {
      if (useMessageQueues.getState().queues?.some(({ hiddenCount }) => hiddenCount > 0)) void pull()
    }, LOOK_AGAIN_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  })
}

/** Each throws what the host says. */
export const messageQueuesActions = {
  load: pull,
  async create(queueName: string, visibilitySeconds: number): Promise<void> {
    await client['messages.createQueue']({ queueName, visibilitySeconds })
    await pull()
  },
  async remove(queueName: string): Promise<number> {
    const { deletedCount } = await client['messages.deleteQueue']({ queueName })
    await pull()
    return deletedCount
  },
  forget: (): void => useMessageQueues.setState(NOTHING),
}

async function pull(): Promise<void> {
  try {
    const { queues } = await client['messages.queues']({})
    useMessageQueues.setState({ queues, error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    useMessageQueues.setState({ error })
  }
}
