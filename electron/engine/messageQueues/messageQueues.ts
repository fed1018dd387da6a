/** Local message queues in the manner of SMQ (MNS). */
import type { FollowUpDeps } from '../tasks/followUps.ts'

export class MessageQueues {
  constructor(deps: FollowUpDeps) {
    void deps
  }

  /** Inside the turn's transaction. Makes the queue when it is not there. Returns the message's id. */
  send(_message: { accountId: number; queueName: string; body: string; deliveryId: number | null }): string {
    throw new Error('not built yet')
  }
}
