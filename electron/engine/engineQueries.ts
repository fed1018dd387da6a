/** All queries of the engine, by the port of each domain; the reader answers them. */
import type { Database } from 'better-sqlite3'
import { DEAD_LETTER_QUERIES, type DeadLetterQueries } from './deadLetters/deadLetterPorts.ts'
import { deadLetterQueries } from './deadLetters/deadLetterQueries.ts'
import { DELIVERY_QUERIES, type DeliveryQueries } from './destinations/deliveryPorts.ts'
import { deliveryQueries } from './destinations/deliveryQueries.ts'
import { MESSAGE_QUERIES, type MessageQueries } from './messageQueues/messagePorts.ts'
import { messageQueries } from './messageQueues/messageQueries.ts'
import { OPERATION_QUERIES, type OperationQueries } from './operations/operationPorts.ts'
import { operationQueries } from './operations/operationQueries.ts'
import type { TaskQueries } from './ports.ts'
import { REPAIR_QUERIES, type RepairQueries } from './repairs/repairPorts.ts'
import { repairQueries } from './repairs/repairQueries.ts'
import { createTaskQueries } from './tasks/taskQueries.ts'
import { VERSION_QUERIES, type VersionQueries } from './versions/versionPorts.ts'
import { versionQueries } from './versions/versionQueries.ts'

export type EngineQueries = TaskQueries &
  DeliveryQueries &
  DeadLetterQueries &
  RepairQueries &
  MessageQueries &
  OperationQueries &
  VersionQueries

export const ENGINE_QUERIES: readonly (keyof EngineQueries)[] = [
  'accessKeys',
  'getFunction',
  'listFunctions',
  'functionNames',
  'taskIds',
  'getTask',
  'listTasks',
  'countTasks',
  'listRows',
  'rowsOf',
  'countRows',
  'findRows',
  'openTask',
  'recentPayloads',
  'listInstances',
  ...DELIVERY_QUERIES,
  ...DEAD_LETTER_QUERIES,
  ...REPAIR_QUERIES,
  ...MESSAGE_QUERIES,
  ...OPERATION_QUERIES,
  ...VERSION_QUERIES,
]

export function createEngineQueries(db: Database): EngineQueries {
  return {
    ...createTaskQueries(db),
    ...deliveryQueries(db),
    ...deadLetterQueries(db),
    ...repairQueries(db),
    ...messageQueries(db),
    ...operationQueries(db),
    ...versionQueries(db),
  }
}
