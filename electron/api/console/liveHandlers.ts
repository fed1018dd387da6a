/** The console's streams: revisions of what the engine changed. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { liveContract } from '../../../shared/contract/live.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function liveHandlers(_deps: ConsoleDeps): Handlers<typeof liveContract> {
  return {
    'live.revisions': async () => {
      throw new AppError('unavailable', 'not built yet')
    },
  }
}
