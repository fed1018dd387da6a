/** The commands of `messagePorts.ts`, each inside a turn of the store. */
import { notBuilt } from '../../base/notBuilt.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import { MESSAGE_COMMANDS, type MessageCommands } from './messagePorts.ts'

export function messageCommands(_state: StoreState, _inTurn: InTurn): MessageCommands {
  return notBuilt<MessageCommands>(MESSAGE_COMMANDS)
}
