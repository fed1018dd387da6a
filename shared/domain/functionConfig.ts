/**
 * What a function is configured with. Field names are FC's wire names (FC.md sections 1.5, 1.6 and
 * 4), seconds and megabytes included, because the same values go out as they came in.
 */
import { z } from 'zod'
import { KIB_BYTES } from '../units/bytes.ts'
import { parseTarget } from './destinationTarget.ts'
import { MAX_ENVIRONMENT_BYTES } from './limits.ts'

export const functionName = z
  .string()
  .regex(
    /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/,
    'a function name has 1 to 64 letters, digits, "_" or "-", and starts with neither a digit nor "-"',
  )

const environmentVariables = z
  .record(z.string(), z.string())
  .refine((env) => Object.keys(env).every((key) => /^[A-Za-z][A-Za-z0-9_]*$/.test(key)), {
    error: 'a variable name starts with a letter and goes on with letters, digits or "_"',
  })
  .refine((env) => Object.keys(env).every((key) => !key.startsWith('FC_')), {
    error: 'names that start with FC_ are reserved',
  })
  .refine(
    (env) =>
      Object.entries(env).reduce((sum, [key, value]) => sum + key.length + value.length, 0) <= MAX_ENVIRONMENT_BYTES,
    { error: `the environment is larger than ${MAX_ENVIRONMENT_BYTES / KIB_BYTES} KiB` },
  )

const hook = z.looseObject({ handler: z.string().max(128).optional(), timeout: z.int().min(1).max(86_400).optional() })

/** `looseObject`: parts of FC's configuration that we do not act on yet are kept and echoed. */
export const functionConfig = z.looseObject({
  functionName,
  runtime: z.string().min(1),
  handler: z.string().min(1).max(128).default('index.handler'),
  description: z.string().max(256).optional(),
  memorySize: z.int().min(128).max(32_768).multipleOf(64).default(512),
  timeout: z.int().min(1).max(86_400).default(3),
  instanceConcurrency: z.int().min(1).max(200).default(1),
  environmentVariables: environmentVariables.default({}),
  instanceLifecycleConfig: z.looseObject({ initializer: hook.optional(), preStop: hook.optional() }).optional(),
})
export type FunctionConfig = z.output<typeof functionConfig>

const destination = z.looseObject({ destination: z.string().max(512) })

/** FC.md section 1.5: retries 0 to 8, default 3; maximum age 1 s to 30 days, default one day. */
export const asyncConfig = z.looseObject({
  asyncTask: z.boolean().default(false),
  maxAsyncRetryAttempts: z.int().min(0).max(8).default(3),
  maxAsyncEventAgeInSeconds: z.int().min(1).max(2_592_000).default(86_400),
  destinationConfig: z.looseObject({ onSuccess: destination.optional(), onFailure: destination.optional() }).optional(),
})
export type AsyncConfig = z.output<typeof asyncConfig>

/** Runs as many as the account allows when there is no reservation. 0 refuses every call, as in FC. */
export const reservedConcurrency = z.int().min(0).max(10_000)

/** Parts of a configuration that are stored and echoed but not acted upon yet, for a notice. */
export function undeliveredParts(config: Record<string, unknown>): string[] {
  const acted = new Set([
    ...Object.keys(functionConfig.shape),
    'region',
    'code',
    'asyncInvokeConfig',
    'concurrencyConfig',
    'cpu',
    'diskSize',
  ])
  return Object.keys(config).filter((key) => !acted.has(key) && config[key] !== undefined)
}

/** Destinations to which nothing can be delivered, and why not, for a notice. */
export function undeliverable(async: AsyncConfig | null): { part: string; reason: string }[] {
  return (['onSuccess', 'onFailure'] as const).flatMap((cause) => {
    const text = async?.destinationConfig?.[cause]?.destination
    const target = text ? parseTarget(text) : null
    if (target?.kind !== 'unsupported') return []
    return [{ part: `asyncInvokeConfig.destinationConfig.${cause}`, reason: target.reason }]
  })
}

/** Sentences about what does not have its effect here, without their full stop. */
export function undeliveredNotices(config: Record<string, unknown>, async: AsyncConfig | null): string[] {
  return [
    ...undeliveredParts(config).map((part) => `${part} is stored, not delivered yet`),
    ...undeliverable(async).map(({ part, reason }) => `${part} is recorded as a failed delivery: ${reason}`),
  ]
}
