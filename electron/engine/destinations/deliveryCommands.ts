/** The commands of `deliveryPorts.ts`, each inside a turn of the store. */
import { notBuilt } from '../../base/notBuilt.ts'
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import { DELIVERY_COMMANDS, type DeliveryCommands } from './deliveryPorts.ts'

export function deliveryCommands(_state: StoreState, _inTurn: InTurn): DeliveryCommands {
  return notBuilt<DeliveryCommands>(DELIVERY_COMMANDS)
}
