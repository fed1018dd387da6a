/** The functions of the account, and when each of them was seen to change. A cache of the host. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { functionsContract } from '../../shared/contract/functions.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type FunctionSummary = OutputOf<(typeof functionsContract)['functions.list']>[number]
export type FunctionTab = 'submit' | 'configuration' | 'async' | 'environment' | 'history'

type Functions = {
  functions: FunctionSummary[] | null // null: not read yet
  error: AppError | null // of the latest read; what was read before stays
  /** Code that changed while this window was looking: name → when. */
  reloadedAtMs: Record<string, number>
  tab: FunctionTab // kept when the function changes
}

export const useFunctions = create<Functions>(() => ({
  functions: null,
  error: null,
  reloadedAtMs: {},
  tab: 'submit',
}))

export const functionsActions = {
  showTab: (tab: FunctionTab) => useFunctions.setState({ tab }),
  async load(): Promise<void> {
    try {
      const functions = await client['functions.list']({})
      useFunctions.setState((before) => ({
        functions,
        error: null,
        reloadedAtMs: { ...before.reloadedAtMs, ...reloads(before.functions ?? [], functions) },
      }))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      useFunctions.setState({ error })
    }
  },
}

/** While somebody looks, until the returned function is called. */
export const followFunctions = () => whileVisible(() => follow('tasks', paced(functionsActions.load)))

/** As above, for whoever shows only which of them cannot run. */
export const followFunctionProblems = () => whileVisible(() => follow('host', paced(functionsActions.load)))

function reloads(before: FunctionSummary[], now: FunctionSummary[]): Record<string, number> {
  const hashes = new Map(before.map(({ functionName, codeHash }) => [functionName, codeHash]))
  return Object.fromEntries(
    now
      .filter(({ functionName, codeHash }) => (hashes.get(functionName) ?? codeHash) !== codeHash)
      .map(({ functionName, modifiedAtMs }) => [functionName, modifiedAtMs]),
  )
}
