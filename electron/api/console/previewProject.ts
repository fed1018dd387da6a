/**
 * What opening a project would start: read from its files and from this machine, nothing is run but the
 * interpreters' own `--version`.
 */
import { resolve } from 'node:path'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { hostContract } from '../../../shared/contract/host.contract.ts'
import { AppError, toWireError } from '../../../shared/errors.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { instanceEnvironment } from '../../engine/instances/environment.ts'
import type { Interpreter } from '../../engine/instances/locateInterpreter.ts'
import type { ProjectFunction } from '../../project/project.ts'
import { readProject } from '../../project/readProject.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

type Preview = OutputOf<(typeof hostContract)['host.preview']>
type Found = { runtime: string; functionName: string; handler: string; interpreter: Interpreter | AppError }

/** Throws project_invalid when nothing can be read. */
export async function previewProject(dir: string, deps: ConsoleDeps): Promise<Preview> {
  const project = readProject(resolve(dir))
  const found = project.functions.map((each) => findInterpreter(each, deps))
  return {
    dir: project.dir,
    name: project.name,
    ...(await deps.host.placeOf(project.dir)),
    functions: found.map(({ functionName, runtime, handler, interpreter }) => ({
      functionName,
      runtime,
      command: interpreter instanceof AppError ? `none: ${interpreter.message}` : `${interpreter.path} for ${handler}`,
    })),
    interpreters: byInterpreter(found),
    environmentNames: [...new Set(project.functions.flatMap((each) => environmentNames(each, deps)))].toSorted(),
    problems: project.problems.map(toWireError),
  }
}

function findInterpreter({ config, codeDir }: ProjectFunction, { locateInterpreter }: ConsoleDeps): Found {
  const { functionName, runtime, handler } = config
  try {
    return { functionName, runtime, handler, interpreter: locateInterpreter({ runtime, codePath: codeDir }) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { functionName, runtime, handler, interpreter: error }
  }
}

/** One entry for each runtime and what runs it; functions may differ by their .nvmrc. */
function byInterpreter(found: readonly Found[]): Preview['interpreters'] {
  const groups = Map.groupBy(found, ({ runtime, interpreter }) =>
    interpreter instanceof AppError ? `${runtime} ${interpreter.message}` : `${runtime} ${interpreter.path}`,
  )
  return [...groups.values()].flatMap((group) => {
    const functionNames = group.map(({ functionName }) => functionName)
    return group.slice(0, 1).map(({ runtime, interpreter }) =>
      interpreter instanceof AppError
        ? {
            runtime,
            path: null,
            version: null,
            isSupported: interpreter.code !== 'runtime_unsupported',
            problem: interpreter.message,
            functionNames,
          }
        : {
            runtime,
            path: interpreter.path,
            version: interpreter.version,
            isSupported: true,
            problem: interpreter.notice,
            functionNames,
          },
    )
  })
}

/** The names alone: values may be secrets. */
function environmentNames({ config, codeDir }: ProjectFunction, { options }: ConsoleDeps): string[] {
  const { functionName, handler, memorySize, environmentVariables } = config
  const spec = {
    functionName,
    handler,
    memoryBytes: memorySize * MIB_BYTES,
    environment: environmentVariables,
    accountUid: '',
    region: options.region,
    customRuntime: null,
  }
  return Object.keys(instanceEnvironment(process.env, spec, { instanceId: '', codePath: codeDir, temporaryDir: null }))
}
