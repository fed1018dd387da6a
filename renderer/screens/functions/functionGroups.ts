/** The rows of the list of functions: those that can be called, and those that only tasks still name. */
import type { FunctionSummary } from '../../stores/functions.ts'
import { countsByFamily, type StateCount } from '../../stores/taskFamilies.ts'

export type FunctionItem = {
  functionName: string
  summary: FunctionSummary | null // null: gone
  waitingCount: number
  runningCount: number
  taskCount: number
}

/** Both by name; a function that is gone is listed while tasks of it are stored. */
export function functionGroups(
  functions: readonly FunctionSummary[],
  totals: readonly StateCount[],
): { present: FunctionItem[]; gone: FunctionItem[] } {
  const names = new Set(functions.map(({ functionName }) => functionName))
  const goneNames = new Set(
    totals
      .filter(({ functionName, count }) => count > 0 && !names.has(functionName))
      .map((total) => total.functionName),
  )
  const itemOf = (functionName: string, summary: FunctionSummary | null): FunctionItem => {
    const ofFunction = totals.filter((total) => total.functionName === functionName)
    const { Waiting: waitingCount, Running: runningCount } = countsByFamily(ofFunction)
    const taskCount = ofFunction.reduce((sum, { count }) => sum + count, 0)
    return { functionName, summary, waitingCount, runningCount, taskCount }
  }
  const byName = (a: FunctionItem, b: FunctionItem) => (a.functionName < b.functionName ? -1 : 1)
  return {
    present: functions.map((summary) => itemOf(summary.functionName, summary)).toSorted(byName),
    gone: [...goneNames].map((functionName) => itemOf(functionName, null)).toSorted(byName),
  }
}

/** The name `step` rows away, staying within the list; the first when nothing of it is selected. */
export function neighbour(
  names: readonly string[],
  { from, step }: { from: string | null; step: 1 | -1 },
): string | null {
  const index = from === null ? -1 : names.indexOf(from)
  if (index === -1) return names[0] ?? null
  return names[Math.min(Math.max(index + step, 0), names.length - 1)] ?? null
}
