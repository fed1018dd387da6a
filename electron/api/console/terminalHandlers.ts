/** The console's methods about terminals. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { terminalsContract } from '../../../shared/contract/terminals.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function terminalHandlers(_deps: ConsoleDeps): Handlers<typeof terminalsContract> {
  const unbuilt = () => {
    throw new AppError('unavailable', 'not built yet')
  }
  return {
    'terminals.open': unbuilt,
    'terminals.list': unbuilt,
    'terminals.read': unbuilt,
    'terminals.write': unbuilt,
    'terminals.resize': unbuilt,
    'terminals.close': unbuilt,
  }
}
