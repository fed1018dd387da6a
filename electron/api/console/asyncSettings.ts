/** What becomes of a function's asynchronous calls: each value, where it comes from, and what will not work. */
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { functionsContract } from '../../../shared/contract/functions.contract.ts'
import { ASYNC_PATHS, type AsyncSetting, type AsyncValues, asyncValuesOf } from '../../../shared/domain/asyncValues.ts'
import { functionArn, queueArn } from '../../../shared/domain/destinationTarget.ts'
import type { FunctionRecord } from '../../engine/ports.ts'
import type { ProjectFunction } from '../../project/project.ts'
import { compensationProblem, targetProblems } from './targetProblems.ts'

export type AsyncSettings = OutputOf<(typeof functionsContract)['functions.async']>
type Origin = AsyncSettings['asyncTask']['origin']

export type AsyncSources = {
  record: FunctionRecord
  inFile: ProjectFunction | null // null: the function is not in a project that is open
  specFile: string | null
  functions: readonly FunctionRecord[] // all of the account, by name
  queueNames: readonly string[]
}

export function asyncSettings({ record, inFile, specFile, functions, queueNames }: AsyncSources): AsyncSettings {
  const { functionName } = record.config
  const values = asyncValuesOf(record.asyncConfig)
  const fileValues = inFile && asyncValuesOf(inFile.asyncConfig)
  const setting = <S extends AsyncSetting>(name: S) => {
    const origin = originOf(name, { record, inFile, values, fileValues })
    return { value: values[name], origin, fileValue: origin === 'override' ? (fileValues?.[name] ?? null) : null }
  }
  const { compensation } = record
  const compensationOrigin = compensationOriginOf(record, inFile)
  const lookUp = { functionName, functions }
  return {
    functionName,
    asyncTask: setting('asyncTask'),
    maxRetryAttempts: setting('maxRetryAttempts'),
    maxAgeSeconds: setting('maxAgeSeconds'),
    onSuccess: setting('onSuccess'),
    onFailure: setting('onFailure'),
    compensation: {
      value: compensation,
      origin: compensationOrigin,
      fileValue: compensationOrigin === 'override' ? (inFile?.compensation ?? null) : null,
    },
    problems: [
      ...(['onSuccess', 'onFailure'] as const).flatMap((name) =>
        targetProblems(values[name], { ...lookUp, side: name }).map((message) => ({ setting: name, message })),
      ),
      ...compensationProblem(compensation, lookUp).map((message) => ({ setting: 'compensation', message })),
    ],
    canWrite: inFile !== null && specFile !== null,
    specFile: inFile === null ? null : specFile,
    functionTargets: functions
      .map(({ config }) => config.functionName)
      .filter((name) => name !== functionName)
      .map((name) => ({ functionName: name, target: functionArn(name) })),
    queueTargets: queueNames.map((queueName) => ({ queueName, target: queueArn(queueName) })),
  }
}

type Compared = Pick<AsyncSources, 'record' | 'inFile'> & { values: AsyncValues; fileValues: AsyncValues | null }

/** The part that is overridden is the whole configuration; what comes from here is only what differs. */
function originOf(name: AsyncSetting, { record, inFile, values, fileValues }: Compared): Origin {
  if (inFile === null) return originWithoutFile(record, record.asyncConfig !== null && values[name] !== null)
  if (record.overrides.includes('asyncConfig') && values[name] !== fileValues?.[name]) return 'override'
  return inFile.asyncKeys.includes(keyOf(name)) ? 'file' : 'default'
}

function compensationOriginOf(record: FunctionRecord, inFile: ProjectFunction | null): Origin {
  if (inFile === null) return originWithoutFile(record, record.compensation !== null)
  if (record.overrides.includes('compensation') && record.compensation !== inFile.compensation) return 'override'
  return inFile.compensation === null ? 'default' : 'file'
}

/** A function of a project that is not open, or that its file has lost meanwhile, keeps what it had from there. */
function originWithoutFile(record: FunctionRecord, isSet: boolean): Origin {
  if (!isSet) return 'default'
  return record.origin === 'api' ? 'api' : 'file'
}

/** As the file names it: a destination by its own key. */
const keyOf = (name: AsyncSetting) =>
  name === 'onSuccess' || name === 'onFailure' ? name : ASYNC_PATHS[name].join('.')
