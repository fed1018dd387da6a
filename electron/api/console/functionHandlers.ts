/** The console's methods about functions. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { functionsContract } from '../../../shared/contract/functions.contract.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import { toBody } from '../../base/bodies.ts'
import type { FunctionRecord, TaskQueries } from '../../engine/ports.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'
import { functionFacts, functionSummary } from './functionFacts.ts'
import { payloadSamples } from './payloadSamples.ts'

/** Those of asyncSettingHandlers.ts. */
type AsyncSettingMethod = 'functions.async' | 'functions.setAsync' | 'functions.revert' | 'functions.writeToFile'

const PAGE_COUNT = 100

export function functionHandlers(deps: ConsoleDeps): Omit<Handlers<typeof functionsContract>, AsyncSettingMethod> {
  const { commands, queries, project } = deps
  const recordOf = async (functionName: string) =>
    queries.getFunction({ accountId: await accountId(deps), functionName })
  return {
    'functions.list': async () => {
      const records = await allFunctions(queries, await accountId(deps))
      return records.map((record) => functionSummary(record, deps.locateInterpreter))
    },
    'functions.get': async ({ functionName }) => functionFacts(await recordOf(functionName), deps),
    'functions.payloads': async ({ functionName, limit }) => ({
      payloads: await queries.recentPayloads({ accountId: await accountId(deps), functionName, limit }),
    }),
    'functions.samples': async ({ functionName }) => {
      const { origin, code } = await recordOf(functionName)
      const projectDirs = origin === 'project' && project !== null ? [project.facts.dir] : []
      return { samples: await payloadSamples([code.path, ...projectDirs]) }
    },
    'functions.setHold': async ({ functionName, minutes }) => {
      await commands.setHold({ accountId: await accountId(deps), functionName }, minutes * MINUTE_MS)
      return {}
    },
    'functions.invoke': async ({ functionName, payload }) =>
      commands.invoke({ accountId: await accountId(deps), functionName, payload: toBody(payload), wantsLogTail: true }),
  }
}

export async function allFunctions(queries: TaskQueries, accountId: number): Promise<FunctionRecord[]> {
  const records: FunctionRecord[] = []
  for (let after: string | null = null; ; ) {
    const page: FunctionRecord[] = await queries.listFunctions({ accountId, prefix: '', after, limit: PAGE_COUNT })
    records.push(...page)
    if (page.length < PAGE_COUNT) return records
    after = page.at(-1)?.config.functionName ?? null
  }
}
