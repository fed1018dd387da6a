/**
 * What the helper in a terminal tells of its instance: the task that it is about, what its function was given, and
 * how its handler is started. A terminal may be an FC client's of any account, so everything is looked up for the
 * account that the function belongs to.
 *
 * The task: the one that runs, or of a held instance the one that failed, else the latest that this instance ran.
 * A synchronous call is nobody's task, and its payload is not kept.
 */
import { randomBytes } from 'node:crypto'
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import type { InstanceCalls, LoginTarget } from '../../base/instanceCalls.ts'
import { functionSpec } from '../../engine/functions/functionSpec.ts'
import { givenEnvironment } from '../../engine/instances/environment.ts'
import type { InitFrame } from '../../engine/instances/frames.ts'
import { initFrame } from '../../engine/instances/initFrame.ts'
import { nodeOptions } from '../../engine/instances/launch.ts'
import type { LocateInterpreter } from '../../engine/instances/locateInterpreter.ts'
import type { Account, FunctionRecord, OpenedTask, TaskQueries } from '../../engine/ports.ts'
import { maskedEnvironment } from './secrets.ts'

export type FactDeps = {
  instances: Pick<InstanceCalls, 'loginTarget'>
  queries: Pick<TaskQueries, 'accessKeys' | 'getFunction' | 'openTask'>
  locateInterpreter: LocateInterpreter
  region: string
}

/** What `task` says of it; instants are epoch milliseconds. */
export type HelperFacts = {
  instanceId: string
  functionName: string
  isHeld: boolean
  codePath: string
  nowMs: number
  runs: { taskId: string | null; requestId: string; attempt: number; startedAtMs: number }[]
  task: { taskId: string; attempt: number; attemptLimit: number; state: TaskState; payloadBytes: number } | null
}
/** How the handler is run once more; the other side is electron/runtimes/node/helperRetry.cjs. */
export type HelperStart = {
  nodeOptions: string[]
  init: InitFrame
  task: { taskId: string; requestId: string; retryCount: number } | null
  timeoutMs: number
}

export function terminalFacts({ instances, queries, locateInterpreter, region }: FactDeps) {
  return {
    async facts(login: LoginTarget, nowMs: number): Promise<HelperFacts> {
      const target = await now(login)
      const task = await findTask(target)
      const { instanceId, functionName, isHeld, codePath, runs } = target
      return {
        instanceId,
        functionName,
        isHeld,
        codePath,
        nowMs,
        runs: runs.map(({ key: _, ...run }) => run),
        task: task && {
          taskId: task.taskId,
          attempt: runs.findLast(({ taskId }) => taskId === task.taskId)?.attempt ?? task.attemptCount,
          attemptLimit: task.attemptLimit,
          state: task.state,
          payloadBytes: task.payloadBytes,
        },
      }
    },

    /** task_not_found */
    async payload(login: LoginTarget): Promise<Buffer> {
      const target = await now(login)
      const task = await findTask(target)
      if (task === null) throw noTask(target)
      return Buffer.from(task.payload)
    },

    async environment(login: LoginTarget, { showsSecrets }: { showsSecrets: boolean }) {
      const { record } = await ownerOf(login)
      const given = givenEnvironment(login.environment, record?.config.environmentVariables ?? {})
      const masked = maskedEnvironment(given)
      return showsSecrets ? masked.map((entry) => ({ ...entry, value: given[entry.name] ?? '' })) : masked
    },

    /** function_not_found, interpreter_missing */
    async start(login: LoginTarget): Promise<HelperStart> {
      const target = await now(login)
      const { account, record } = await ownerOf(target)
      if (account === null || record === null) {
        throw new AppError('function_not_found', `function '${target.functionName}' was deleted`)
      }
      const task = await findTask(target)
      const spec = functionSpec(record, { revision: 0, accountUid: account.uid, region, functionLimit: 1 })
      return {
        nodeOptions: nodeOptions(spec, locateInterpreter({ runtime: spec.runtime, codePath: spec.codePath })),
        init: initFrame(spec, { token: randomBytes(16).toString('hex'), codePath: target.codePath }),
        task: task && { taskId: task.taskId, requestId: task.requestId, retryCount: task.retryCount },
        timeoutMs: spec.timeoutMs,
      }
    },
  }

  /** What runs now; the login was some time ago. */
  function now({ instanceId }: LoginTarget): Promise<LoginTarget> {
    return instances.loginTarget(instanceId)
  }

  async function findTask(target: LoginTarget): Promise<OpenedTask | null> {
    const { account } = await ownerOf(target)
    if (account === null) return null
    const { functionName, runs, lastTaskId } = target
    const taskId = runs.findLast((run) => run.taskId !== null)?.taskId ?? lastTaskId
    return taskId === null ? null : queries.openTask({ accountId: account.id, functionName, taskId })
  }

  /** Null: it was deleted. */
  async function ownerOf({ functionId, functionName }: LoginTarget): Promise<Owner> {
    const accounts = new Map((await queries.accessKeys()).map(({ account }) => [account.id, account]))
    for (const account of accounts.values()) {
      const record = await functionOf(account, functionName)
      if (record?.functionId === functionId) return { account, record }
    }
    return { account: null, record: null }
  }

  async function functionOf(account: Account, functionName: string): Promise<FunctionRecord | null> {
    try {
      return await queries.getFunction({ accountId: account.id, functionName })
    } catch (error) {
      if (error instanceof AppError && error.code === 'function_not_found') return null
      throw error
    }
  }
}
type Owner = { account: Account; record: FunctionRecord } | { account: null; record: null }

function noTask({ instanceId, runs }: LoginTarget): AppError {
  const why = runs.length > 0 ? 'runs a synchronous call, whose payload is not kept' : 'has run no task yet'
  return new AppError('task_not_found', `instance ${instanceId} ${why}`)
}
