/** Turns a function's configuration (FC's words and units) into what an instance needs (ours). */
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import type { FunctionSpec, LifecycleHook } from '../messages.ts'
import type { FunctionRecord } from '../ports.ts'

/** FC freezes idle instances after some minutes; one is enough for a laptop. */
const IDLE_TIMEOUT_MS = MINUTE_MS
const DEFAULT_HOOK_TIMEOUT_SECONDS = 3
const DEFAULT_CUSTOM_PORT = 9_000 // FC.md section 3.3

export function functionSpec(
  record: FunctionRecord,
  facts: { revision: number; accountUid: string; region: string; functionLimit: number },
): FunctionSpec {
  const { config } = record
  return {
    functionId: record.functionId,
    revision: facts.revision,
    functionName: config.functionName,
    accountUid: facts.accountUid,
    region: facts.region,
    runtime: config.runtime,
    handler: config.handler,
    timeoutMs: config.timeout * SECOND_MS,
    memoryBytes: config.memorySize * MIB_BYTES,
    instanceConcurrency: config.instanceConcurrency,
    maxInstances: Math.max(1, Math.ceil(facts.functionLimit / config.instanceConcurrency)),
    idleTimeoutMs: IDLE_TIMEOUT_MS,
    environment: config.environmentVariables,
    initializer: hookOf(config.instanceLifecycleConfig?.initializer),
    preStop: hookOf(config.instanceLifecycleConfig?.preStop),
    customRuntime: customRuntimeOf(config.customRuntimeConfig),
    holdMs: record.holdMs,
    codePath: record.code.path,
    codeHash: record.code.hash,
  }
}

function hookOf(
  hook: { handler?: string | undefined; timeout?: number | undefined } | undefined,
): LifecycleHook | null {
  if (!hook?.handler) return null
  return { handler: hook.handler, timeoutMs: (hook.timeout ?? DEFAULT_HOOK_TIMEOUT_SECONDS) * SECOND_MS }
}

function customRuntimeOf(value: unknown): FunctionSpec['customRuntime'] {
  if (typeof value !== 'object' || value === null) return null
  const { command, args, port } = value as Record<string, unknown> // kept as it came: look at each field
  const strings = (list: unknown) => (Array.isArray(list) ? list.map(String) : [])
  return { command: strings(command), args: strings(args), port: typeof port === 'number' ? port : DEFAULT_CUSTOM_PORT }
}
