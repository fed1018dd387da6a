/** What each method of the console contract does: asks the engine, for the account that the console acts for. */
import type { ConsoleContract } from '../../../shared/contract/console.contract.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { TaskSummary } from '../../../shared/domain/task.ts'
import { AppError, toWireError } from '../../../shared/errors.ts'
import type { HostCalls } from '../../base/hostCalls.ts'
import type { HostOptions } from '../../base/hostOptions.ts'
import { fromWireBody, toWireBody } from '../../base/wireBodies.ts'
import type { LocateInterpreter } from '../../engine/instances/locateInterpreter.ts'
import type { AccessKey, Account, FunctionRecord, TaskCommands, TaskQueries } from '../../engine/ports.ts'
import type { OpenedProject } from '../openedProject.ts'

const PAGE_COUNT = 100
const DEFAULT_ACCOUNT = 'default'

export type ConsoleDeps = {
  commands: TaskCommands
  queries: TaskQueries
  host: { info(): Promise<ReturnType<HostCalls['info']>> }
  project: OpenedProject | null
  locateInterpreter: LocateInterpreter
  options: Pick<HostOptions, 'workspaceDir' | 'durability' | 'region'>
  fcEndpoint: string
}

export function consoleHandlers(deps: ConsoleDeps): Handlers<ConsoleContract> {
  const { commands, queries, host, project, options, fcEndpoint } = deps
  const accountId = async () => (await accessKey(deps)).account.id

  return {
    'host.info': async () => {
      const key = await accessKey(deps)
      return {
        ...(await host.info()),
        ...options,
        fcEndpoint,
        account: key.account,
        accessKeyId: key.id,
        accessKeySecret: key.secret,
        project: project && { ...project.facts, problems: project.facts.problems.map(toWireError) },
      }
    },

    'functions.list': async () => {
      const records = await allFunctions(queries, await accountId())
      return records.map(({ config, asyncConfig, origin, code }) => ({
        functionName: config.functionName,
        origin,
        runtime: config.runtime,
        handler: config.handler,
        codePath: code.path,
        isTask: asyncConfig?.asyncTask ?? false,
        ...interpreterOf(deps.locateInterpreter, config.runtime, code.path),
      }))
    },

    'functions.invoke': async ({ functionName, payload }) => {
      const request = { accountId: await accountId(), functionName, payload: fromWireBody(payload), wantsLogTail: true }
      const outcome = await commands.invoke(request)
      return { ...outcome, body: toWireBody(outcome.body) }
    },

    'tasks.submit': async ({ functionName, payload, taskId = null, delaySeconds }) =>
      commands.submit({
        accountId: await accountId(),
        functionName,
        payload: fromWireBody(payload),
        taskId,
        delaySeconds,
      }),

    'tasks.get': async (target) => {
      const task = await queries.getTask({ accountId: await accountId(), ...target })
      return {
        ...task,
        payload: toWireBody(task.payload),
        result: task.result === null ? null : toWireBody(task.result),
      }
    },

    'tasks.list': async ({ functionName = null, states = null, idPrefix = null, order, limit, cursor = null }) => {
      const range = { startedFromMs: null, startedToMs: null, onlyTasks: false }
      const filter = { accountId: await accountId(), functionName, states, idPrefix, ...range }
      const page = await queries.listTasks({ filter, order, limit, cursor, includePayload: false })
      return { tasks: page.tasks satisfies TaskSummary[], nextCursor: page.nextCursor }
    },

    'tasks.stop': async (target) => {
      await commands.stop({ accountId: await accountId(), ...target })
      return {}
    },
  }
}

/** The first key of the project's account, or of the default one when no project is open. */
async function accessKey({ queries, project }: ConsoleDeps): Promise<AccessKey> {
  const isOurs = ({ name }: Account) => name === (project?.account.name ?? DEFAULT_ACCOUNT)
  const key = (await queries.accessKeys()).find(({ account }) => isOurs(account))
  if (key === undefined) throw new AppError('internal', 'the account has no access key')
  return key
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
