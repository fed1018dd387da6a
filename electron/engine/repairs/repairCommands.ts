/** The commands of `repairPorts.ts`, each inside a turn of the store. */
import { notBuilt } from '../../base/notBuilt.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import { REPAIR_COMMANDS, type RepairCommands } from './repairPorts.ts'

export function repairCommands(_state: StoreState, _inTurn: InTurn): RepairCommands {
  return notBuilt<RepairCommands>(REPAIR_COMMANDS)
}
