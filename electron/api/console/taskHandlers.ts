/** The console's methods about tasks. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { tasksContract } from '../../../shared/contract/tasks.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

export function taskHandlers(deps: ConsoleDeps): Handlers<typeof tasksContract> {
  const { commands } = deps
  return {
    'tasks.submit': async ({ functionName, payload, taskId = null, delaySeconds }) => {
      const request = { accountId: await accountId(deps), functionName, payload, taskId, delaySeconds }
      return { functionName, ...(await commands.submit(request)) }
    },
    'tasks.replay': notYet,
    'tasks.stop': async (target) => {
      await commands.stop({ accountId: await accountId(deps), ...target })
      return {}
    },
    'tasks.get': notYet,
    'tasks.list': notYet,
    'tasks.rows': notYet,
    'tasks.count': notYet,
    'tasks.totals': notYet,
    'tasks.find': notYet,
    'tasks.log': notYet,
    'tasks.source': notYet,
  }
}

function notYet(): never {
  throw new AppError('unavailable', 'not built yet')
}
