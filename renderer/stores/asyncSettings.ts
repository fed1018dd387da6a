/**
 * What becomes of a function's asynchronous calls, as the host has it: each value, and where it comes from.
 * Changes go to the host and are read back; nothing is shown before it holds.
 */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { functionsContract } from '../../shared/contract/functions.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type AsyncSettings = OutputOf<(typeof functionsContract)['functions.async']>
export type AsyncSettingName =
  | 'asyncTask'
  | 'maxRetryAttempts'
  | 'maxAgeSeconds'
  | 'onSuccess'
  | 'onFailure'
  | 'compensation'
export type AsyncValues = { [N in AsyncSettingName]: AsyncSettings[N]['value'] }
type Part = 'asyncConfig' | 'compensation'

type Known = { settings: AsyncSettings | null; error: AppError | null }
const NOTHING: Known = { settings: null, error: null }

/** By name, so that going back to a function shows the last known at once. */
export const useAsyncSettings = create<Record<string, Known>>(() => ({}))

export const selectAsync = (functionName: string) => (state: Record<string, Known>) => state[functionName] ?? NOTHING

export const ASYNC_SETTING_NAMES = [
  'asyncTask',
  'maxRetryAttempts',
  'maxAgeSeconds',
  'onSuccess',
  'onFailure',
  'compensation',
] as const satisfies readonly AsyncSettingName[]

/** While somebody looks, until the returned function is called. */
export const followAsync = (functionName: string): (() => void) =>
  whileVisible(() => {
    const pull = paced(() => loadAsync(functionName))
    const stops = [follow('tasks', pull), follow('host', pull)] // s.yaml is the host's
    return () => {
      for (const stop of stops) stop()
    }
  })

export async function loadAsync(functionName: string): Promise<void> {
  try {
    const settings = await client['functions.async']({ functionName })
    useAsyncSettings.setState({ [functionName]: { settings, error: null } })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { settings } = selectAsync(functionName)(useAsyncSettings.getState())
    useAsyncSettings.setState({ [functionName]: { settings, error } })
  }
}

export const forgetAsync = (): void => useAsyncSettings.setState({}, true)

/** All of them reject with `AppError`. */
export const asyncActions = {
  async set(functionName: string, { compensation, ...change }: Partial<AsyncValues>): Promise<void> {
    try {
      if (Object.keys(change).length > 0) await client['functions.setAsync']({ functionName, ...change })
      if (compensation !== undefined) await client['repairs.setCompensation']({ functionName, compensation })
    } finally {
      await loadAsync(functionName) // the first may hold although the second was refused
    }
  },

  /** To what s.yaml says: one value, or all of them. */
  async revert(functionName: string, name: AsyncSettingName | 'all'): Promise<void> {
    const { settings } = selectAsync(functionName)(useAsyncSettings.getState())
    if (settings === null) return
    if (name === 'all') {
      for (const part of changedParts(settings)) await client['functions.revert']({ functionName, part })
    } else if (name === 'compensation') {
      await client['functions.revert']({ functionName, part: 'compensation' })
    } else {
      await client['functions.setAsync']({ functionName, [name]: settings[name].fileValue })
    }
    await loadAsync(functionName)
  },

  /** Resolves with the path of the file. */
  async write(functionName: string): Promise<string> {
    const { settings } = selectAsync(functionName)(useAsyncSettings.getState())
    let path = settings?.specFile ?? ''
    try {
      for (const part of settings === null ? [] : changedParts(settings)) {
        path = (await client['functions.writeToFile']({ functionName, part })).file
      }
    } finally {
      await loadAsync(functionName)
    }
    return path
  },

  /** Sends a made-up result to `target`, saved or not. Resolves with the delivery's id. */
  async test(
    functionName: string,
    { side, target }: { side: 'onSuccess' | 'onFailure'; target: string },
  ): Promise<number> {
    const cause = side === 'onSuccess' ? 'success' : 'failure'
    return (await client['deliveries.test']({ functionName, cause, target })).deliveryId
  },
}

/** What was changed here and differs from s.yaml. */
export const changedHere = (settings: AsyncSettings): AsyncSettingName[] =>
  ASYNC_SETTING_NAMES.filter((name) => settings[name].origin === 'override')

function changedParts(settings: AsyncSettings): Part[] {
  return [...new Set(changedHere(settings).map((name) => (name === 'compensation' ? name : 'asyncConfig')))]
}
