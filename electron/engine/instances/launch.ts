/** From a function and an interpreter to the process that serves it: command line and paths inside. */
import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import type { FunctionSpec } from '../messages.ts'
import { type Bind, type Command, type Depths, type Entry, enterCommand, isHiddenInside } from './enterCommand.ts'
import { instanceEnvironment } from './environment.ts'
import { type Isolation, type NamespaceIsolation, runDirOf } from './isolation.ts'
import { LINGER_SCRIPT } from './lingeringShell.ts'
import type { Interpreter } from './locateInterpreter.ts'
import { majorOf, nodeMajor } from './nodeVersions.ts'

const BOOTSTRAP = 'bootstrap.cjs'
const CODE_DIR = '/code' // FC.md section 3.4
const RUNTIME_DIR = '/.taskyard/runtime'
const INTERPRETER_DIR = '/.taskyard/interpreter'
/** What Node takes besides the old generation: its binary, code, stacks, the young generation. */
const NODE_BASE_MB = 80
const MIN_OLD_SPACE_MB = 32

export type Launch = Command &
  Depths & {
    environment: Record<string, string>
    codePath: string // as the instance sees it
    interpreterPath: string // as the instance sees it
    runtimeDir: string // as the instance sees it
    workingDir: string
    hasNamespaces: boolean // else it is ended by its process group
    lingers: boolean // its namespaces stay when its program has ended (lingeringShell.ts)
    temporaryDir: string | null // to be removed after its end
  }
export type LaunchOptions = {
  instanceId: string
  interpreter: Interpreter
  isolation: Isolation
  workspaceDir: string
  runtimeDir: string // of our bootstrap
}

export function launchOf(spec: FunctionSpec, options: LaunchOptions): Launch {
  return options.isolation.kind === 'none'
    ? plainLaunch(spec, options)
    : isolatedLaunch(spec, options, options.isolation)
}

function plainLaunch(spec: FunctionSpec, options: LaunchOptions): Launch {
  const { instanceId, interpreter, isolation, workspaceDir, runtimeDir } = options
  const { codePath } = spec
  const temporaryDir = join(runDirOf(workspaceDir), 'tmp', instanceId)
  mkdirSync(temporaryDir, { recursive: true })
  const command = [interpreter.path, ...nodeOptions(spec, interpreter), join(runtimeDir, BOOTSTRAP)]
  if (isolation.kind === 'none' && isolation.tools.setpriv !== null) {
    command.unshift(isolation.tools.setpriv, '--pdeathsig', 'KILL')
  }
  const [file = '', ...args] = command
  const environment = instanceEnvironment(process.env, spec, { instanceId, codePath, temporaryDir })
  return {
    file,
    args,
    insideDepth: 0,
    programDepth: 0,
    environment,
    codePath,
    interpreterPath: interpreter.path,
    runtimeDir,
    workingDir: codePath,
    hasNamespaces: false,
    lingers: false,
    temporaryDir,
  }
}

function isolatedLaunch(spec: FunctionSpec, options: LaunchOptions, isolation: NamespaceIsolation): Launch {
  const { instanceId, interpreter, workspaceDir, runtimeDir } = options
  const binds: Bind[] = [
    { from: spec.codePath, to: CODE_DIR },
    { from: runtimeDir, to: RUNTIME_DIR },
  ]
  let program = interpreter.path
  if (isHiddenInside(program)) {
    binds.push({ from: dirname(program), to: INTERPRETER_DIR })
    program = join(INTERPRETER_DIR, basename(program))
  }
  const args = [...nodeOptions(spec, interpreter), join(RUNTIME_DIR, BOOTSTRAP)]
  const lingers = spec.holdMs > 0
  const entry: Entry = { program, args, binds, workingDir: CODE_DIR, runDir: runDirOf(workspaceDir) }
  if (lingers) entry.lingerScript = join(RUNTIME_DIR, LINGER_SCRIPT)
  const environment = instanceEnvironment(process.env, spec, { instanceId, codePath: CODE_DIR, temporaryDir: null })
  return {
    ...enterCommand(isolation, entry),
    environment,
    codePath: CODE_DIR,
    interpreterPath: program,
    runtimeDir: RUNTIME_DIR,
    workingDir: '/',
    hasNamespaces: true,
    lingers,
    temporaryDir: null,
  }
}

/** Of the Node that runs a function. */
export function nodeOptions(
  { runtime, memoryBytes }: Pick<FunctionSpec, 'runtime' | 'memoryBytes'>,
  interpreter: Pick<Interpreter, 'version'>,
): string[] {
  const oldSpaceMb = Math.max(MIN_OLD_SPACE_MB, Math.floor(memoryBytes / MIB_BYTES) - NODE_BASE_MB)
  const options = [`--max-old-space-size=${oldSpaceMb}`]
  // Up to nodejs14 a rejection that nobody handles is a warning.
  if ((nodeMajor(runtime) ?? 0) < 15 && majorOf(interpreter.version) >= 15) options.push('--unhandled-rejections=warn')
  return options
}
