/** The environment of an instance: an allow-list of the host's, FC's variables (FC.md section 3.4), the function's own. */
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import type { FunctionSpec } from '../messages.ts'

const FROM_HOST = ['PATH', 'HOME', 'LANG', 'TZ']
/** Without these no program starts on Windows. */
const FROM_WINDOWS = ['SystemRoot', 'PATHEXT', 'TEMP', 'TMP']

/** There are no versions or aliases yet: everything runs as LATEST, whose version id is 0. */
export const QUALIFIER = 'LATEST'
export const VERSION_ID = '0'
const SERVER_PORT = 9_000 // FC.md section 3.3

type EnvironmentSpec = Pick<
  FunctionSpec,
  'environment' | 'functionName' | 'handler' | 'memoryBytes' | 'accountUid' | 'region' | 'customRuntime'
>
export type EnvironmentFacts = { instanceId: string; codePath: string; temporaryDir: string | null }

export function instanceEnvironment(
  host: Record<string, string | undefined>,
  spec: EnvironmentSpec,
  { instanceId, codePath, temporaryDir }: EnvironmentFacts,
): Record<string, string> {
  const environment: Record<string, string> = {}
  for (const name of process.platform === 'win32' ? [...FROM_HOST, ...FROM_WINDOWS] : FROM_HOST) {
    const value = host[name]
    if (value !== undefined) environment[name] = value
  }
  if (temporaryDir !== null) environment.TMPDIR = temporaryDir
  const port = String(spec.customRuntime?.port ?? SERVER_PORT)
  return {
    ...environment,
    ...spec.environment,
    FC_FUNC_CODE_PATH: codePath,
    FC_FUNCTION_NAME: spec.functionName,
    FC_FUNCTION_HANDLER: spec.handler,
    FC_FUNCTION_MEMORY_SIZE: String(spec.memoryBytes / MIB_BYTES),
    FC_ACCOUNT_ID: spec.accountUid,
    FC_REGION: spec.region,
    FC_INSTANCE_ID: instanceId,
    FC_SERVER_PORT: port,
    FC_CUSTOM_LISTEN_PORT: port,
    FC_VER_ID: VERSION_ID,
    FC_FUNCTION_VERSION: QUALIFIER,
    FC_QUALIFIER: QUALIFIER,
  }
}

/** What FC and the function's configuration gave it, without what it has of the host. */
export function givenEnvironment(
  environment: Record<string, string>,
  own: Record<string, string>,
): Record<string, string> {
  const ofHost = new Set([...FROM_HOST, ...FROM_WINDOWS, 'TMPDIR'].filter((name) => own[name] === undefined))
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ofHost.has(name)))
}
