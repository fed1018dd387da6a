/** Everything that a console (CLI, window, script) can ask of a host. */
import { comparisonsContract } from './comparisons.contract.ts'
import { deliveriesContract } from './deliveries.contract.ts'
import { functionsContract } from './functions.contract.ts'
import { hostContract } from './host.contract.ts'
import { inboxContract } from './inbox.contract.ts'
import { instancesContract } from './instances.contract.ts'
import { liveContract } from './live.contract.ts'
import { logsContract } from './logs.contract.ts'
import { messagesContract } from './messages.contract.ts'
import { metricsContract } from './metrics.contract.ts'
import { operationsContract } from './operations.contract.ts'
import { repairsContract } from './repairs.contract.ts'
import { tasksContract } from './tasks.contract.ts'
import { terminalsContract } from './terminals.contract.ts'

export const consoleContract = {
  ...hostContract,
  ...functionsContract,
  ...tasksContract,
  ...instancesContract,
  ...terminalsContract,
  ...logsContract,
  ...metricsContract,
  ...inboxContract,
  ...repairsContract,
  ...deliveriesContract,
  ...messagesContract,
  ...comparisonsContract,
  ...operationsContract,
  ...liveContract,
}
export type ConsoleContract = typeof consoleContract

/** The HTTP route of a method: always POST, the input as JSON, `Authorization: Bearer <token>`. */
export const CONSOLE_PATH = '/api/'
