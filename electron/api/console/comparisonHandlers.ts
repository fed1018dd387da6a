/** The console's methods about comparisons of attempts. */
import type { comparisonsContract } from '../../../shared/contract/comparisons.contract.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { openSide } from './comparedSide.ts'
import { comparisonHeadline } from './comparisonHeadline.ts'
import { configurationChanges, environmentChanges, headlineFacts } from './comparisonParts.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

export function comparisonHandlers(deps: ConsoleDeps): Handlers<typeof comparisonsContract> {
  return {
    'comparisons.get': async (wish) => {
      const owner = await accountId(deps)
      const [left, right] = await Promise.all([
        openSide(deps, { accountId: owner, ...wish.left }),
        openSide(deps, { accountId: owner, ...wish.right }),
      ])
      const hashes = { left: left.side.codeHash, right: right.side.codeHash }
      const configs = { left: left.config, right: right.config }
      const parts = {
        files: await changedFiles(deps, hashes),
        environment: environmentChanges(configs),
        configuration: configurationChanges(configs),
      }
      const reason = headlineFacts({ left, right }, parts)
      return {
        headline: comparisonHeadline(reason),
        reason: { ...reason, differences: [...reason.differences], neverRan: [...reason.neverRan] },
        left: left.side,
        right: right.side,
        isSamePayload: left.side.payload === right.side.payload,
        isSameLog: left.side.log === right.side.log,
        ...parts,
      }
    },
  }
}

async function changedFiles({ queries }: ConsoleDeps, { left, right }: { left: string | null; right: string | null }) {
  if (left === null || right === null) return null
  return queries.changedFiles({ left, right })
}
