/** What the screen of one function shows: configuration, latest payloads, sample files, latest tasks. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { functionsContract } from '../../shared/contract/functions.contract.ts'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

type Methods = typeof functionsContract
export type FunctionConfiguration = OutputOf<Methods['functions.get']>
export type RecentPayload = OutputOf<Methods['functions.payloads']>['payloads'][number]
export type SamplePayload = OutputOf<Methods['functions.samples']>['samples'][number]

export type FunctionDetail = {
  configuration: FunctionConfiguration | null // null: not read yet, or gone
  payloads: RecentPayload[] | null
  samples: SamplePayload[]
  history: TaskRow[] | null
  error: AppError | null // of the latest read; what was read before stays
}
const NOTHING: FunctionDetail = { configuration: null, payloads: null, samples: [], history: null, error: null }

export const RECENT_PAYLOAD_COUNT = 12
export const HISTORY_COUNT = 50

/** By name, so that going back to a function shows the last known at once. */
export const useFunctionDetail = create<Record<string, FunctionDetail>>(() => ({}))

export const selectDetail = (functionName: string) => (state: Record<string, FunctionDetail>) =>
  state[functionName] ?? NOTHING

/** While somebody looks, until the returned function is called. */
export const followFunction = (functionName: string): (() => void) =>
  whileVisible(() => {
    const pullTasks = paced(() => loadFunction(functionName))
    const pullSamples = paced(() => loadSamples(functionName))
    const stops = [follow('tasks', pullTasks), follow('host', pullSamples)]
    return () => {
      for (const stop of stops) stop()
    }
  })

export async function loadFunction(functionName: string): Promise<void> {
  await Promise.all([
    read(functionName, async () => ({ configuration: await client['functions.get']({ functionName }), error: null })),
    read(functionName, async () => client['functions.payloads']({ functionName, limit: RECENT_PAYLOAD_COUNT })),
    read(functionName, async () => {
      const { tasks } = await client['tasks.list']({ filter: { functions: [functionName] }, limit: HISTORY_COUNT })
      return { history: tasks }
    }),
  ])
}

/** For how many minutes what is left of an instance is kept after a failure; 0: not. Rejects with `AppError`. */
export async function setHold(functionName: string, minutes: number): Promise<void> {
  await client['functions.setHold']({ functionName, minutes })
  await loadFunction(functionName)
}

const loadSamples = (functionName: string) => read(functionName, () => client['functions.samples']({ functionName }))

async function read(functionName: string, part: () => Promise<Partial<FunctionDetail>>): Promise<void> {
  try {
    merge(functionName, await part())
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // a function that tasks name but that is gone has a history all the same
    if (error.code !== 'function_not_found') merge(functionName, { error })
  }
}

function merge(functionName: string, part: Partial<FunctionDetail>): void {
  useFunctionDetail.setState((state) => ({ [functionName]: { ...selectDetail(functionName)(state), ...part } }))
}
