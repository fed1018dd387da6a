/** The commands of `deliveryPorts.ts`, each inside a turn of the store. */
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import type { DeliveryOutcome } from './deliveryPolicy.ts'
import type { DeliveryCommands, HttpEnd } from './deliveryPorts.ts'

/** So many rows a turn, so that it stays short. */
const RETRIED_PER_TURN = 1_000

export function deliveryCommands({ followUps }: StoreState, inTurn: InTurn): DeliveryCommands {
  const { deliveries } = followUps
  return {
    async retryDeliveries({ accountId, deliveryIds }) {
      let retriedCount = 0
      for (let from = 0; from < deliveryIds.length; from += RETRIED_PER_TURN) {
        const some = deliveryIds.slice(from, from + RETRIED_PER_TURN)
        retriedCount += await inTurn(() => deliveries.retry({ accountId, deliveryIds: some }))
      }
      return { retriedCount }
    },
    testDelivery: (request) => inTurn(() => ({ deliveryId: deliveries.test(request) })),
    takeHttpDeliveries: (request) => {
      const taken = deliveries.takeHttp(request)
      void inTurn(() => {}).catch(() => {}) // a turn sets the timer for what comes due next
      return taken
    },
    endHttpDelivery: ({ courierId, deliveryId, end }) =>
      inTurn(() => deliveries.endHttp({ courierId, deliveryId, outcome: outcomeOf(end) })),
  }
}

function outcomeOf(end: HttpEnd): DeliveryOutcome {
  if (end.outcome === 'delivered') return { isDelivered: true, statusCode: end.statusCode }
  const { outcome: _outcome, ...failure } = end
  return { isDelivered: false, ...failure }
}
