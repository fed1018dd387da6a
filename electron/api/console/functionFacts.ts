/** What the window shows about one function, and what it should know about it. */
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { functionsContract } from '../../../shared/contract/functions.contract.ts'
import { asyncConfig as asyncSchema, undeliveredNotices } from '../../../shared/domain/functionConfig.ts'
import { AppError } from '../../../shared/errors.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import type { LocateInterpreter } from '../../engine/instances/locateInterpreter.ts'
import type { FunctionPart, FunctionRecord } from '../../engine/ports.ts'
import type { ProjectFunction } from '../../project/project.ts'
import type { ConsoleDeps } from './consoleDeps.ts'
import { maskedEnvironment } from './secrets.ts'

type FunctionSummary = OutputOf<(typeof functionsContract)['functions.list']>[number]
type FunctionFacts = OutputOf<(typeof functionsContract)['functions.get']>
type FunctionNotice = FunctionFacts['notices'][number]

export function functionSummary(record: FunctionRecord, locate: LocateInterpreter): FunctionSummary {
  const { config, asyncConfig, origin, code, modifiedAtMs } = record
  return {
    functionName: config.functionName,
    origin,
    runtime: config.runtime,
    handler: config.handler,
    codePath: code.path,
    codeHash: code.hash,
    modifiedAtMs,
    isTask: asyncConfig?.asyncTask ?? false,
    ...interpreterOf(locate, config.runtime, code.path),
  }
}

export function functionFacts(
  record: FunctionRecord,
  { project, locateInterpreter }: Pick<ConsoleDeps, 'project' | 'locateInterpreter'>,
): FunctionFacts {
  const { config } = record
  const summary = functionSummary(record, locateInterpreter)
  const inProject = record.origin === 'project' ? (project?.find(config.functionName) ?? null) : null
  const { maxAsyncRetryAttempts, maxAsyncEventAgeInSeconds } = record.asyncConfig ?? asyncSchema.parse({})
  return {
    ...summary,
    description: config.description ?? null,
    memoryMegabytes: config.memorySize,
    timeoutSeconds: config.timeout,
    instanceConcurrency: config.instanceConcurrency,
    reservedConcurrency: record.reservedConcurrency,
    attemptLimit: 1 + maxAsyncRetryAttempts,
    maxAgeSeconds: maxAsyncEventAgeInSeconds,
    environment: maskedEnvironment(config.environmentVariables),
    holdMinutes: Math.round(record.holdMs / MINUTE_MS),
    overrides: inProject === null ? [] : record.overrides.filter((part) => differs(part, record, inProject.function)),
    specFile: inProject === null ? null : (project?.facts.file ?? null),
    notices: noticesOf(record, {
      problems: inProject?.problems ?? [],
      said: inProject?.function.notices ?? [],
      summary,
    }),
  }
}

function differs(part: FunctionPart, record: FunctionRecord, inFile: ProjectFunction): boolean {
  return JSON.stringify(record[part]) !== JSON.stringify(inFile[part])
}

type NoticeSources = { problems: readonly AppError[]; said: readonly string[]; summary: FunctionSummary }

/** What is wrong first, then what is good to know; each once. */
function noticesOf(record: FunctionRecord, { problems, said, summary }: NoticeSources): FunctionNotice[] {
  const errors = [...problems.map(({ message }) => message), ...(summary.problem === null ? [] : [summary.problem])]
  const undelivered = undeliveredNotices(record.config, record.asyncConfig)
  const interpreterNotice = summary.interpreter?.notice ?? null
  const notices = [...said, ...undelivered, ...(interpreterNotice === null ? [] : [interpreterNotice])]
  return [
    ...[...new Set(errors)].map((message) => ({ message, level: 'error' as const })),
    ...[...new Set(notices)].map((message) => ({ message, level: 'notice' as const })),
  ]
}

function interpreterOf(locate: LocateInterpreter, runtime: string, codePath: string) {
  try {
    return { interpreter: locate({ runtime, codePath }), problem: null }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { interpreter: null, problem: error.message }
  }
}
