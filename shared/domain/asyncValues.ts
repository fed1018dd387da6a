/** The values of an asynchronous configuration by themselves, in our words: what a page shows and a file says. */
import { type AsyncConfig, asyncConfig as asyncConfigSchema } from './functionConfig.ts'

export type AsyncValues = {
  asyncTask: boolean
  maxRetryAttempts: number
  maxAgeSeconds: number
  onSuccess: string | null // an ARN or an address; null: none
  onFailure: string | null
}
export type AsyncSetting = keyof AsyncValues

/** Where FC keeps each of them, from the root of an asynchronous configuration. */
export const ASYNC_PATHS: { readonly [S in AsyncSetting]: readonly string[] } = {
  asyncTask: ['asyncTask'],
  maxRetryAttempts: ['maxAsyncRetryAttempts'],
  maxAgeSeconds: ['maxAsyncEventAgeInSeconds'],
  onSuccess: ['destinationConfig', 'onSuccess', 'destination'],
  onFailure: ['destinationConfig', 'onFailure', 'destination'],
}
export const ASYNC_SETTINGS = Object.keys(ASYNC_PATHS) as AsyncSetting[]

/** null: FC's defaults. */
export function asyncValuesOf(config: AsyncConfig | null): AsyncValues {
  const { asyncTask, maxAsyncRetryAttempts, maxAsyncEventAgeInSeconds, destinationConfig } =
    config ?? asyncConfigSchema.parse({})
  return {
    asyncTask,
    maxRetryAttempts: maxAsyncRetryAttempts,
    maxAgeSeconds: maxAsyncEventAgeInSeconds,
    onSuccess: destinationConfig?.onSuccess?.destination ?? null,
    onFailure: destinationConfig?.onFailure?.destination ?? null,
  }
}

/** `config` with what is given; fields that we do not know stay, where they are. */
export function withAsyncValues(config: AsyncConfig | null, change: Partial<AsyncValues>): AsyncConfig {
  const base = config ?? asyncConfigSchema.parse({})
  const wanted = { ...asyncValuesOf(config), ...change }
  const next: AsyncConfig = {
    ...base,
    asyncTask: wanted.asyncTask,
    maxAsyncRetryAttempts: wanted.maxRetryAttempts,
    maxAsyncEventAgeInSeconds: wanted.maxAgeSeconds,
  }
  const targets = { ...base.destinationConfig }
  for (const side of ['onSuccess', 'onFailure'] as const) {
    const target = wanted[side]
    if (target === null) delete targets[side]
    else targets[side] = { ...targets[side], destination: target }
  }
  if (Object.keys(targets).length === 0) delete next.destinationConfig
  else next.destinationConfig = targets
  return next
}
