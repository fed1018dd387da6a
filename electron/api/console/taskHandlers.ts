/** The console's methods about tasks. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { TaskFilter as SearchFilter } from '../../../shared/contract/taskFilter.ts'
import type { tasksContract } from '../../../shared/contract/tasks.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { toBody } from '../../base/bodies.ts'
import type { FunctionCode, TaskFilter } from '../../engine/ports.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'
import { readTaskLog } from './taskLog.ts'
import { sourceOf } from './taskSource.ts'

const MAX_FOUND = 20

export function taskHandlers(deps: ConsoleDeps): Handlers<typeof tasksContract> {
  const { commands, queries } = deps
  const filterOf = async (filter: SearchFilter): Promise<TaskFilter> => engineFilter(filter, await accountId(deps))
  return {
    'tasks.submit': async ({ functionName, payload, taskId = null, delaySeconds }) => {
      const request = { accountId: await accountId(deps), functionName, payload: toBody(payload), taskId, delaySeconds }
      return { functionName, ...(await commands.submit(request)) }
    },
    'tasks.replay': async ({ functionName, taskId, newTaskId = null, payload, delaySeconds }) => {
      const edited = payload === undefined ? null : toBody(payload)
      const owner = await accountId(deps)
      const request = { accountId: owner, functionName, taskId, newTaskId, payload: edited, delaySeconds }
      return { functionName, ...(await commands.replay(request)) }
    },
    'tasks.stop': async (target) => {
      await commands.stop({ accountId: await accountId(deps), ...target })
      return {}
    },
    'tasks.get': async (target) => queries.openTask({ accountId: await accountId(deps), ...target }),
    'tasks.list': async ({ filter, order, limit, cursor = null }) =>
      queries.listRows({ filter: await filterOf(filter), order, limit, cursor }),
    'tasks.rows': async ({ filter, seqs }) => ({
      tasks: await queries.rowsOf({ filter: await filterOf(filter), seqs }),
    }),
    'tasks.count': async ({ filter, afterSeq = null, cursor = null, limit }) =>
      queries.countRows({ filter: await filterOf(filter), afterSeq, cursor, limit }),
    'tasks.totals': async () => ({ totals: await queries.countTasks(await accountId(deps)) }),
    'tasks.find': async ({ id }) => ({
      tasks: await queries.findRows({ accountId: await accountId(deps), id, limit: MAX_FOUND }),
    }),
    'tasks.log': async ({ functionName, taskId, ...query }) => {
      const task = await queries.openTask({ accountId: await accountId(deps), functionName, taskId })
      return readTaskLog(deps.log, task, query)
    },
    'tasks.source': async ({ functionName, taskId, attempt: number }) => {
      const owner = await accountId(deps)
      const { attempts } = await queries.openTask({ accountId: owner, functionName, taskId })
      const attempt = number === undefined ? attempts.at(-1) : attempts.find((one) => one.number === number)
      const code = await codeOf({ accountId: owner, functionName })
      return { frame: code === null ? null : await sourceOf(attempt, code) }
    },
  }

  /** Null: the function was deleted, and with it what is known of its folder. */
  async function codeOf(target: { accountId: number; functionName: string }): Promise<FunctionCode | null> {
    try {
      return (await queries.getFunction(target)).code
    } catch (error) {
      if (error instanceof AppError && error.code === 'function_not_found') return null
      throw error
    }
  }
}

function engineFilter({ states, idPrefix, ...others }: SearchFilter, accountId: number): TaskFilter {
  return {
    accountId,
    functionName: null, // `functions` may name functions that were deleted
    states: states ?? null,
    idPrefix: idPrefix ?? null,
    startedFromMs: null,
    startedToMs: null,
    onlyTasks: false,
    ...others,
  }
}
