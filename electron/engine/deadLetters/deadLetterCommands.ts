/** The commands of `deadLetterPorts.ts`, each inside a turn of the store. */
import { notBuilt } from '../../base/notBuilt.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import { DEAD_LETTER_COMMANDS, type DeadLetterCommands } from './deadLetterPorts.ts'

export function deadLetterCommands(_state: StoreState, _inTurn: InTurn): DeadLetterCommands {
  return notBuilt<DeadLetterCommands>(DEAD_LETTER_COMMANDS)
}
