/** Everything that a console (CLI, window, script) can ask of a host. */
import { functionsContract } from './functions.contract.ts'
import { hostContract } from './host.contract.ts'
import { instancesContract } from './instances.contract.ts'
import { liveContract } from './live.contract.ts'
import { logsContract } from './logs.contract.ts'
import { metricsContract } from './metrics.contract.ts'
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
  ...liveContract,
}
export type ConsoleContract = typeof consoleContract

/** The HTTP route of a method: always POST, the input as JSON, `Authorization: Bearer <token>`. */
export const CONSOLE_PATH = '/api/'
