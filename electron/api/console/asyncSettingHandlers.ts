/**
 * The console's methods about what becomes of a function's asynchronous calls. Changes of one function are
 * made one after the other, because each is made of what is stored now.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { functionsContract } from '../../../shared/contract/functions.contract.ts'
import { type AsyncValues, asyncValuesOf, withAsyncValues } from '../../../shared/domain/asyncValues.ts'
import { targetForLog } from '../../../shared/domain/destinationTarget.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FunctionDefinition, FunctionRecord } from '../../engine/ports.ts'
import type { ProjectFunction } from '../../project/project.ts'
import { type SpecChange, writeSpec } from '../../project/writeSpec.ts'
import { asyncSettings } from './asyncSettings.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'
import { allFunctions } from './functionHandlers.ts'
import { requireTarget } from './targetProblems.ts'

type AsyncSettingMethods = Pick<
  Handlers<typeof functionsContract>,
  'functions.async' | 'functions.setAsync' | 'functions.revert' | 'functions.writeToFile'
>
type Target = { accountId: number; functionName: string }

export function asyncSettingHandlers(deps: ConsoleDeps): AsyncSettingMethods {
  const { commands, queries } = deps
  const inTurn = turns()
  const targetOf = async (functionName: string): Promise<Target> => ({ accountId: await accountId(deps), functionName })

  return {
    'functions.async': async ({ functionName }) => {
      const target = await targetOf(functionName)
      const [record, functions, { queues }] = await Promise.all([
        queries.getFunction(target),
        allFunctions(queries, target.accountId),
        queries.listQueues(target.accountId),
      ])
      return asyncSettings({
        record,
        inFile: inFileOf(record, deps),
        specFile: deps.project?.facts.file ?? null,
        functions,
        queueNames: queues.map(({ queueName }) => queueName),
      })
    },
    'functions.setAsync': async ({ functionName, ...change }) => {
      const target = await targetOf(functionName)
      return inTurn(functionName, () => setAsync(target, change))
    },
    'functions.revert': async ({ functionName, part }) => {
      const target = await targetOf(functionName)
      return inTurn(functionName, async () => {
        const record = await queries.getFunction(target)
        const inFile = inFileOf(record, deps)
        if (inFile === null) {
          const message = `'${functionName}' is in no project that is open: there is no value to go back to`
          throw new AppError('invalid_input', message)
        }
        await commands.revertFunction(target, [part], definitionOf(inFile, record))
        return {}
      })
    },
    'functions.writeToFile': async ({ functionName, part }) => {
      const target = await targetOf(functionName)
      return inTurn(functionName, () => writeToFile(target, part))
    },
  }

  async function setAsync(target: Target, change: { [S in keyof AsyncValues]?: AsyncValues[S] | undefined }) {
    const record = await queries.getFunction(target)
    const before = asyncValuesOf(record.asyncConfig)
    const given = Object.entries(change).filter(([, value]) => value !== undefined)
    const wanted: AsyncValues = { ...before, ...Object.fromEntries(given) }
    for (const side of ['onSuccess', 'onFailure'] as const) {
      const value = wanted[side]
      if (value !== null && value !== before[side]) requireTarget(value)
    }
    if (isDeepStrictEqual(wanted, before)) return {}
    const asyncConfig = withAsyncValues(record.asyncConfig, wanted)
    const inFile = inFileOf(record, deps)
    if (inFile !== null && isDeepStrictEqual(asyncConfig, withAsyncValues(inFile.asyncConfig, {}))) {
      await commands.revertFunction(target, ['asyncConfig'], definitionOf(inFile, record)) // the file says so, too
    } else {
      await commands.updateFunction(target, { asyncConfig })
    }
    return {}
  }

  /** The override is given up last: whatever fails before, the engine goes on with the same values. */
  async function writeToFile(target: Target, part: 'asyncConfig' | 'compensation') {
    const { project } = deps
    const { functionName } = target
    const record = await queries.getFunction(target)
    const file = project?.facts.file ?? null
    if (project === null || file === null || inFileOf(record, deps) === null) {
      throw new AppError(
        'invalid_input',
        `'${functionName}' is in no s.yaml that is open: there is nothing to write to`,
      )
    }
    const changes = writeSpec(
      file,
      part === 'compensation'
        ? { functionName, part, compensation: record.compensation }
        : { functionName, part, values: asyncValuesOf(record.asyncConfig) },
    )
    if (changes.length > 0) await project.readAgain()
    const inFile = inFileOf(record, deps)
    if (inFile !== null) await commands.revertFunction(target, [part], definitionOf(inFile, record))
    if (changes.length > 0) {
      const detail = { part, file, changes: changes.map(forLog) }
      await commands.recordOperation({
        accountId: target.accountId,
        action: 'function.write',
        target: functionName,
        detail,
      })
    }
    return { file }
  }
}

function inFileOf({ origin, config }: FunctionRecord, { project }: ConsoleDeps): ProjectFunction | null {
  return origin === 'project' ? (project?.find(config.functionName)?.function ?? null) : null
}

/** Texts are targets, or names of functions. */
function forLog({ setting, from, to }: SpecChange): SpecChange {
  const shown = (value: SpecChange['from']) => (typeof value === 'string' ? targetForLog(value) : value)
  return { setting, from: shown(from), to: shown(to) }
}

/** What the file says, with the code that there is. */
function definitionOf(inFile: ProjectFunction, { code }: FunctionRecord): FunctionDefinition {
  const { config, asyncConfig, reservedConcurrency, compensation } = inFile
  return { config, code, asyncConfig, reservedConcurrency, compensation }
}

/** Runs what is given for one name after what was given for it before. */
function turns() {
  const latest = new Map<string, Promise<unknown>>()
  return <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const turn = (latest.get(name) ?? Promise.resolve()).then(run, run)
    latest.set(name, turn)
    const forget = () => {
      if (latest.get(name) === turn) latest.delete(name)
    }
    turn.then(forget, forget)
    return turn
  }
}
