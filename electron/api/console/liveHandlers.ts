/** The console's streams: revisions of what the engine changed. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { liveContract } from '../../../shared/contract/live.contract.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function liveHandlers({ revisions }: ConsoleDeps): Handlers<typeof liveContract> {
  return { 'live.revisions': (_input, emit, signal) => revisions.watch(emit, signal) }
}
