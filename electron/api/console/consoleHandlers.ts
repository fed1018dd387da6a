/** What the console contract's methods do: ask the engine, for the account that the console acts for. */
import type { ConsoleContract } from '../../../shared/contract/console.contract.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { asyncSettingHandlers } from './asyncSettingHandlers.ts'
import { comparisonHandlers } from './comparisonHandlers.ts'
import type { ConsoleDeps } from './consoleDeps.ts'
import { deliveryHandlers } from './deliveryHandlers.ts'
import { functionHandlers } from './functionHandlers.ts'
import { hostHandlers } from './hostHandlers.ts'
import { inboxHandlers } from './inboxHandlers.ts'
import { instanceHandlers } from './instanceHandlers.ts'
import { liveHandlers } from './liveHandlers.ts'
import { logHandlers } from './logHandlers.ts'
import { messageHandlers } from './messageHandlers.ts'
import { metricHandlers } from './metricHandlers.ts'
import { operationHandlers } from './operationHandlers.ts'
import { repairHandlers } from './repairHandlers.ts'
import { taskHandlers } from './taskHandlers.ts'
import { terminalHandlers } from './terminalHandlers.ts'

export function consoleHandlers(deps: ConsoleDeps): Handlers<ConsoleContract> {
  return {
    ...hostHandlers(deps),
    ...functionHandlers(deps),
    ...asyncSettingHandlers(deps),
    ...taskHandlers(deps),
    ...instanceHandlers(deps),
    ...terminalHandlers(deps),
    ...logHandlers(deps),
    ...metricHandlers(deps),
    ...inboxHandlers(deps),
    ...repairHandlers(deps),
    ...deliveryHandlers(deps),
    ...messageHandlers(deps),
    ...comparisonHandlers(deps),
    ...operationHandlers(deps),
    ...liveHandlers(deps),
  }
}
