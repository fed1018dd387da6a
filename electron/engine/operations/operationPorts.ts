/** What the faces may ask about the operator log; `record` is for actions that the store has no part in. */
import type { InputOf, OutputOf } from '../../../shared/contract/contract.ts'
import type { operationsContract } from '../../../shared/contract/operations.contract.ts'
import type { OperationAction } from '../../../shared/domain/operations.ts'

export type NewOperation = {
  accountId: number
  action: OperationAction
  target: string
  count?: number // 1 unless told
  detail?: Record<string, unknown>
}
export type OperationCommands = { recordOperation(operation: NewOperation): Promise<void> }
export const OPERATION_COMMANDS = ['recordOperation'] as const

type ListInput = InputOf<(typeof operationsContract)['operations.list']>
export type OperationQueries = {
  /** invalid_input for a cursor that is none */
  listOperations(
    query: { accountId: number } & ListInput,
  ): Promise<OutputOf<(typeof operationsContract)['operations.list']>>
}
export const OPERATION_QUERIES = ['listOperations'] as const
