/** The console's methods about deliveries to destinations. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { deliveriesContract } from '../../../shared/contract/deliveries.contract.ts'
import { notBuilt } from '../../base/notBuilt.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function deliveryHandlers(_deps: ConsoleDeps): Handlers<typeof deliveriesContract> {
  return notBuilt<Handlers<typeof deliveriesContract>>([
    'deliveries.list',
    'deliveries.get',
    'deliveries.totals',
    'deliveries.retry',
    'deliveries.test',
  ])
}
