/** Keeps in the operator log what the store has no part in, such as the stop of an instance. */
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import type { OperationCommands } from './operationPorts.ts'

export function operationCommands(state: StoreState, inTurn: InTurn): OperationCommands {
  return { recordOperation: (operation) => inTurn(() => state.followUps.operations.record(operation)) }
}
