/** The console's methods about the operator log. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { operationsContract } from '../../../shared/contract/operations.contract.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

export function operationHandlers(deps: ConsoleDeps): Handlers<typeof operationsContract> {
  return {
    'operations.list': async (query) => deps.queries.listOperations({ accountId: await accountId(deps), ...query }),
  }
}
