/** All commands of the engine, by the port of each domain; the store answers them. */
import { DEAD_LETTER_COMMANDS, type DeadLetterCommands } from './deadLetters/deadLetterPorts.ts'
import { DELIVERY_COMMANDS, type DeliveryCommands } from './destinations/deliveryPorts.ts'
import { MESSAGE_COMMANDS, type MessageCommands } from './messageQueues/messagePorts.ts'
import { OPERATION_COMMANDS, type OperationCommands } from './operations/operationPorts.ts'
import type { TaskCommands } from './ports.ts'
import { REPAIR_COMMANDS, type RepairCommands } from './repairs/repairPorts.ts'
import { VERSION_COMMANDS, type VersionCommands } from './versions/versionPorts.ts'

export type EngineCommands = TaskCommands &
  DeliveryCommands &
  DeadLetterCommands &
  RepairCommands &
  MessageCommands &
  OperationCommands &
  VersionCommands

export const ENGINE_COMMANDS: readonly (keyof EngineCommands)[] = [
  'submit',
  'replay',
  'invoke',
  'stop',
  'createFunction',
  'updateFunction',
  'revertFunction',
  'deleteFunction',
  'syncProject',
  'setHold',
  'allowAccessKey',
  ...DELIVERY_COMMANDS,
  ...DEAD_LETTER_COMMANDS,
  ...REPAIR_COMMANDS,
  ...MESSAGE_COMMANDS,
  ...OPERATION_COMMANDS,
  ...VERSION_COMMANDS,
]
