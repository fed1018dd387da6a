/** The console's methods about replays and compensations. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { repairsContract } from '../../../shared/contract/repairs.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

export function repairHandlers(deps: ConsoleDeps): Handlers<typeof repairsContract> {
  const { commands, queries } = deps
  return {
    'repairs.planReplay': async ({ selection }) => queries.planReplay({ accountId: await accountId(deps), selection }),
    'repairs.replay': async ({ selection, delaySeconds }) =>
      commands.replaySelection({ accountId: await accountId(deps), selection, delaySeconds }),
    'repairs.planCompensation': async ({ selection }) =>
      queries.planCompensation({ accountId: await accountId(deps), selection }),
    'repairs.compensate': async ({ selection }) =>
      commands.compensateSelection({ accountId: await accountId(deps), selection }),
    'repairs.setCompensation': async ({ functionName, compensation }) => {
      const owner = await accountId(deps)
      if (compensation !== null) await requireCompensation({ accountId: owner, functionName, compensation })
      await commands.updateFunction({ accountId: owner, functionName }, { compensation })
      return {}
    },
    'batches.list': async ({ limit, cursor = null }) =>
      queries.listBatches({ accountId: await accountId(deps), limit, cursor }),
    'batches.get': async ({ batchId, outcome = null, afterNumber, limit }) =>
      queries.getBatch({ accountId: await accountId(deps), batchId, outcome, afterNumber, limit }),
    'batches.abort': async ({ batchId }) => commands.abortBatch({ accountId: await accountId(deps), batchId }),
  }

  /** Throws invalid_input and function_not_found. */
  async function requireCompensation(named: { accountId: number; functionName: string; compensation: string }) {
    const { accountId, functionName, compensation } = named
    if (compensation === functionName) {
      throw new AppError('invalid_input', `'${functionName}' cannot compensate itself: name another function`)
    }
    await queries.getFunction({ accountId, functionName: compensation })
  }
}
