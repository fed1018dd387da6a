/** What the console contract's methods do: ask the engine, for the account that the console acts for. */
import type { ConsoleContract } from '../../../shared/contract/console.contract.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { ConsoleDeps } from './consoleDeps.ts'
import { functionHandlers } from './functionHandlers.ts'
import { hostHandlers } from './hostHandlers.ts'
import { liveHandlers } from './liveHandlers.ts'
import { taskHandlers } from './taskHandlers.ts'

export function consoleHandlers(deps: ConsoleDeps): Handlers<ConsoleContract> {
  return { ...hostHandlers(deps), ...functionHandlers(deps), ...taskHandlers(deps), ...liveHandlers(deps) }
}
