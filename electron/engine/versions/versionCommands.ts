/** The commands of `versionPorts.ts`, each inside a turn of the store. */
import { notBuilt } from '../../base/notBuilt.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import { VERSION_COMMANDS, type VersionCommands } from './versionPorts.ts'

export function versionCommands(_state: StoreState, _inTurn: InTurn): VersionCommands {
  return notBuilt<VersionCommands>(VERSION_COMMANDS)
}
