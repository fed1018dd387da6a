/** What the faces may ask about replays and compensations of selections. */
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { RepairSelection } from '../../../shared/contract/repairShapes.ts'
import type { repairsContract } from '../../../shared/contract/repairs.contract.ts'

type Outputs = { [M in keyof typeof repairsContract]: OutputOf<(typeof repairsContract)[M]> }
type Selected = { accountId: number; selection: RepairSelection }

export type RepairCommands = {
  /** nothing_to_repair, group_not_found */
  replaySelection(request: Selected & { delaySeconds: number }): Promise<Outputs['repairs.replay']>
  /** nothing_to_repair, group_not_found, compensation_missing */
  compensateSelection(request: Selected): Promise<Outputs['repairs.compensate']>
  /** batch_not_found, batch_ended */
  abortBatch(request: { accountId: number; batchId: number }): Promise<Outputs['batches.abort']>
}
export const REPAIR_COMMANDS = ['replaySelection', 'compensateSelection', 'abortBatch'] as const

export type RepairQueries = {
  /** group_not_found */
  planReplay(query: Selected): Promise<Outputs['repairs.planReplay']>
  /** group_not_found */
  planCompensation(query: Selected): Promise<Outputs['repairs.planCompensation']>
  listBatches(query: { accountId: number; limit: number; cursor: string | null }): Promise<Outputs['batches.list']>
  /** batch_not_found */
  getBatch(query: {
    accountId: number
    batchId: number
    outcome: 'made' | 'skipped' | 'failed' | null
    afterNumber: number
    limit: number
  }): Promise<Outputs['batches.get']>
}
export const REPAIR_QUERIES = ['planReplay', 'planCompensation', 'listBatches', 'getBatch'] as const
