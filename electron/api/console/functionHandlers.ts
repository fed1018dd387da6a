/** The console's methods about functions. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { functionsContract } from '../../../shared/contract/functions.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import type { LocateInterpreter } from '../../engine/instances/locateInterpreter.ts'
import type { FunctionRecord, TaskQueries } from '../../engine/ports.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

const PAGE_COUNT = 100

export function functionHandlers(deps: ConsoleDeps): Handlers<typeof functionsContract> {
  const { commands, queries } = deps
  return {
    'functions.list': async () => {
      const records = await allFunctions(queries, await accountId(deps))
      return records.map(({ config, asyncConfig, origin, code, modifiedAtMs }) => ({
        functionName: config.functionName,
        origin,
        runtime: config.runtime,
        handler: config.handler,
        codePath: code.path,
        codeHash: code.hash,
        modifiedAtMs,
        isTask: asyncConfig?.asyncTask ?? false,
        ...interpreterOf(deps.locateInterpreter, config.runtime, code.path),
      }))
    },
    'functions.get': notYet,
    'functions.payloads': notYet,
    'functions.samples': notYet,
    'functions.invoke': async ({ functionName, payload }) =>
      commands.invoke({ accountId: await accountId(deps), functionName, payload, wantsLogTail: true }),
  }
}

function notYet(): never {
  throw new AppError('unavailable', 'not built yet')
}

async function allFunctions(queries: TaskQueries, accountId: number): Promise<FunctionRecord[]> {
  const records: FunctionRecord[] = []
  for (let after: string | null = null; ; ) {
    const page: FunctionRecord[] = await queries.listFunctions({ accountId, prefix: '', after, limit: PAGE_COUNT })
    records.push(...page)
    if (page.length < PAGE_COUNT) return records
    after = page.at(-1)?.config.functionName ?? null
  }
}

function interpreterOf(locate: LocateInterpreter, runtime: string, codePath: string) {
  try {
    return { interpreter: locate({ runtime, codePath }), problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { interpreter: null, problem: error.message }
  }
}
