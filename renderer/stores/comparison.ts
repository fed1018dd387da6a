/** Two attempts side by side, as the host compares them; which two is in the address. */
import { create } from 'zustand'
import type { comparisonsContract } from '../../shared/contract/comparisons.contract.ts'
import type { OutputOf } from '../../shared/contract/contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { navigate, type TaskTarget } from './route.ts'
import { whileVisible } from './visibility.ts'

export type Comparison = OutputOf<(typeof comparisonsContract)['comparisons.get']>
export type ComparedSide = Comparison['left']
/** Without an attempt it is the last one. */
export type SideTarget = TaskTarget & { attempt?: number }
export type ComparisonPair = { left: SideTarget; right: SideTarget }

type State = {
  pair: ComparisonPair | null
  comparison: Comparison | null // null: not read yet, or it cannot be
  error: AppError | null // of the latest read; what was read before stays
}

const NOTHING: State = { pair: null, comparison: null, error: null }
export const useComparison = create<State>(() => NOTHING)

export function formatSide({ functionName, taskId, attempt }: SideTarget): string {
  return `${functionName}/${taskId}${attempt === undefined ? '' : `/${attempt}`}`
}

export function parseSide(text: string): SideTarget | null {
  const [, functionName, taskId, attempt] = /^([^/]+)\/([^/]+)(?:\/([1-9]\d{0,4}))?$/.exec(text) ?? []
  if (functionName === undefined || taskId === undefined) return null
  return { functionName, taskId, ...(attempt !== undefined && { attempt: Number(attempt) }) }
}

/** Null: the address does not say two sides. */
export function parsePair(sides: { left: string; right: string }): ComparisonPair | null {
  const [left, right] = [parseSide(sides.left), parseSide(sides.right)]
  return left === null || right === null ? null : { left, right }
}

export function openComparison(left: SideTarget, right: SideTarget): void {
  navigate({ screen: 'compare', left: formatSide(left), right: formatSide(right) })
}

/** Replaces the address: going back does not swap again. */
export function swapSides({ left, right }: ComparisonPair): void {
  navigate({ screen: 'compare', left: formatSide(right), right: formatSide(left) }, { replace: true })
}

/** Until the returned function is called; read again while one of the two still runs. */
export function followComparison(pair: ComparisonPair): () => void {
  if (!isSamePair(useComparison.getState().pair, pair)) useComparison.setState({ ...NOTHING, pair })
  return whileVisible(() => {
    const pull = paced(async () => {
      const { comparison } = useComparison.getState()
      if (comparison === null || isUnderWay(comparison)) await loadComparison(pair)
    })
    return follow('tasks', pull)
  })
}

export async function loadComparison(pair: ComparisonPair): Promise<void> {
  const merge = (fields: Partial<State>) => {
    if (isSamePair(useComparison.getState().pair, pair)) useComparison.setState(fields)
  }
  try {
    merge({ comparison: await client['comparisons.get'](pair), error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    merge({ error })
  }
}

/** These tasks are another project's. */
export const forgetComparison = (): void => useComparison.setState(NOTHING, true)

/** The latest success of the function but the task itself; null: it has none. Rejects with `AppError`. */
export async function lastSuccess({ functionName, taskId }: TaskTarget): Promise<TaskTarget | null> {
  const filter = { functions: [functionName], states: ['Succeeded' as const] }
  const { tasks } = await client['tasks.list']({ filter, limit: 2 })
  const found = tasks.find((task) => task.taskId !== taskId)
  return found === undefined ? null : { functionName: found.functionName, taskId: found.taskId }
}

const isSamePair = (a: ComparisonPair | null, b: ComparisonPair) =>
  a !== null && formatSide(a.left) === formatSide(b.left) && formatSide(a.right) === formatSide(b.right)

/** It has ended when its attempt has an outcome, or when it never ran and never will. */
function isUnderWay({ left, right }: Comparison): boolean {
  return [left, right].some(({ outcome, state }) => outcome === null && !FINAL_WITHOUT_RUN.has(state))
}
const FINAL_WITHOUT_RUN: ReadonlySet<ComparedSide['state']> = new Set(['Expired', 'Invalid', 'Stopped'])
