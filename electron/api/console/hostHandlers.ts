/** The console's methods about the host itself. */

import type { Handlers } from '../../../shared/contract/contract.ts'
import type { hostContract } from '../../../shared/contract/host.contract.ts'
import { preferences } from '../../../shared/contract/preferences.ts'
import { AppError, toWireError } from '../../../shared/errors.ts'
import { accessKey, type ConsoleDeps } from './consoleDeps.ts'

export function hostHandlers(deps: ConsoleDeps): Handlers<typeof hostContract> {
  const { host, project, options, fcEndpoint } = deps
  return {
    'host.info': async () => {
      const key = await accessKey(deps)
      return {
        ...(await host.info()),
        ...options,
        kind: 'browser' as const,
        fcEndpoint,
        account: key.account,
        accessKeyId: key.id,
        accessKeySecret: key.secret,
        project: project && { ...project.facts, problems: project.facts.problems.map(toWireError) },
        projectError: null,
        executionLimit: options.machineConcurrency,
        canOpenProjects: false,
      }
    },
    'host.usage': notYet,
    'host.preview': notYet,
    'host.recents': notYet,
    'host.folders': notYet,
    'host.pickFolder': notYet,
    'host.open': notYet,
    'host.preferences': () => preferences.parse({}),
    'host.setPreferences': notYet,
  }
}

function notYet(): never {
  throw new AppError('unavailable', 'not built yet')
}
