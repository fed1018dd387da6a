/** The console's methods about comparisons of attempts. */

import type { comparisonsContract } from '../../../shared/contract/comparisons.contract.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { notBuilt } from '../../base/notBuilt.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function comparisonHandlers(_deps: ConsoleDeps): Handlers<typeof comparisonsContract> {
  return notBuilt<Handlers<typeof comparisonsContract>>(['comparisons.get'])
}
