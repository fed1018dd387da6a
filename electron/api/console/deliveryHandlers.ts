/** The console's methods about deliveries to destinations. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { deliveriesContract } from '../../../shared/contract/deliveries.contract.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

export function deliveryHandlers(deps: ConsoleDeps): Handlers<typeof deliveriesContract> {
  const { commands, queries } = deps
  return {
    'deliveries.list': async ({ limit, ...filter }) => {
      const { functions = null, states = null, kinds = null, text = null, task = null, cursor = null } = filter
      const query = { functions, states, kinds, text, task, cursor, limit, accountId: await accountId(deps) }
      return queries.listDeliveries(query)
    },
    'deliveries.get': async ({ deliveryId }) => queries.getDelivery({ accountId: await accountId(deps), deliveryId }),
    'deliveries.totals': async () => queries.countDeliveries(await accountId(deps)),
    'deliveries.retry': async ({ deliveryIds }) =>
      commands.retryDeliveries({ accountId: await accountId(deps), deliveryIds }),
    'deliveries.test': async ({ target = null, ...request }) =>
      commands.testDelivery({ accountId: await accountId(deps), target, ...request }),
  }
}
