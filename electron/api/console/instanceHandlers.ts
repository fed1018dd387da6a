/** The console's methods about instances. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { instancesContract } from '../../../shared/contract/instances.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function instanceHandlers(_deps: ConsoleDeps): Handlers<typeof instancesContract> {
  const unbuilt = () => {
    throw new AppError('unavailable', 'not built yet')
  }
  return {
    'instances.list': unbuilt,
    'instances.get': unbuilt,
    'instances.stop': unbuilt,
    'instances.restart': unbuilt,
    'instances.prewarm': unbuilt,
  }
}
