/** The latest failed task of each function that fails: what its line on the overview quotes. A cache of the host. */
import { create } from 'zustand'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { type FunctionFigures, useMetricFunctions } from './metricsFunctions.ts'
import { pause } from './pause.ts'

/** By function; `failedAttempts` is what it had then, so that it is asked again only when there are more. */
export const useLatestFailures = create<Record<string, { task: TaskRow | null; failedAttempts: number }>>(() => ({}))

export const SHOWN_FAILING = 6
const PAUSE_MS = 500 // between two rounds

/** Those with failed attempts, the most first. */
export const failingFunctions = (functions: readonly FunctionFigures[]): FunctionFigures[] =>
  functions
    .filter(({ failedAttempts }) => failedAttempts > 0)
    .toSorted((one, other) => other.failedAttempts - one.failedAttempts)

/** While the figures change; ends when the returned function is called. */
export function followLatestFailures(): () => void {
  let isOver = false
  let isLoading = false
  const run = async () => {
    if (isLoading || isOver) return
    isLoading = true
    await loadLatestFailures(useMetricFunctions.getState().functions ?? [])
    await pause(PAUSE_MS)
    isLoading = false
    if (hasNews(useMetricFunctions.getState().functions ?? [])) void run()
  }
  void run()
  const stop = useMetricFunctions.subscribe(() => void run())
  return () => {
    isOver = true
    stop()
  }
}

const shown = (functions: readonly FunctionFigures[]) => failingFunctions(functions).slice(0, SHOWN_FAILING)

const isNew = ({ functionName, failedAttempts }: FunctionFigures) =>
  useLatestFailures.getState()[functionName]?.failedAttempts !== failedAttempts

const hasNews = (functions: readonly FunctionFigures[]) => shown(functions).some(isNew)

export async function loadLatestFailures(functions: readonly FunctionFigures[]): Promise<void> {
  for (const figures of shown(functions).filter(isNew)) {
    const { functionName, failedAttempts } = figures
    try {
      const { tasks } = await client['tasks.list']({
        filter: { functions: [functionName], states: ['Failed', 'Retrying'] },
        limit: 1,
      })
      useLatestFailures.setState({ [functionName]: { task: tasks[0] ?? null, failedAttempts } })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return // the last message stays; the next figures ask again
    }
  }
}

/** Another project has other tasks. */
export const forgetLatestFailures = (): void => useLatestFailures.setState({}, true)
