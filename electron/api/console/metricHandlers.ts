/** The console's methods about metrics. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { metricsContract } from '../../../shared/contract/metrics.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function metricHandlers(_deps: ConsoleDeps): Handlers<typeof metricsContract> {
  const unbuilt = () => {
    throw new AppError('unavailable', 'not built yet')
  }
  return {
    'metrics.series': unbuilt,
    'metrics.functions': unbuilt,
    'metrics.fc': unbuilt,
  }
}
