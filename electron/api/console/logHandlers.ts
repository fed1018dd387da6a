/** The console's methods about logs. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { logsContract } from '../../../shared/contract/logs.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function logHandlers(_deps: ConsoleDeps): Handlers<typeof logsContract> {
  const unbuilt = () => {
    throw new AppError('unavailable', 'not built yet')
  }
  return {
    'logs.read': unbuilt,
    'logs.search': unbuilt,
    'logs.volume': unbuilt,
  }
}
