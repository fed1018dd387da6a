/** The console's methods about replays and compensations. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { repairsContract } from '../../../shared/contract/repairs.contract.ts'
import { notBuilt } from '../../base/notBuilt.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function repairHandlers(_deps: ConsoleDeps): Handlers<typeof repairsContract> {
  return notBuilt<Handlers<typeof repairsContract>>([
    'repairs.planReplay',
    'repairs.replay',
    'repairs.planCompensation',
    'repairs.compensate',
    'repairs.setCompensation',
    'batches.list',
    'batches.get',
    'batches.abort',
  ])
}
