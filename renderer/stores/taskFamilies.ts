/** The ten states in the five families that lists, pills and badges count by (UX.md section 3). */
import type { TaskState } from '../../shared/domain/taskStates.ts'
import { FAMILIES } from '../../shared/query/statuses.ts'

export const TASK_FAMILIES = {
  Waiting: FAMILIES.waiting,
  Running: FAMILIES.running,
  Succeeded: FAMILIES.succeeded,
  Failed: FAMILIES.failed,
  Ended: FAMILIES.ended,
} as const

export type TaskFamily = keyof typeof TASK_FAMILIES
export type StateCount = { functionName: string; state: TaskState; count: number }
export type FamilyCounts = Record<TaskFamily, number>

/** Exact: from the engine's counters. With a function's name: of that one only. */
export function countsByFamily(totals: readonly StateCount[], functionName?: string): FamilyCounts {
  const counts: FamilyCounts = { Waiting: 0, Running: 0, Succeeded: 0, Failed: 0, Ended: 0 }
  for (const total of totals) {
    if (functionName === undefined || functionName === total.functionName) counts[familyOf(total.state)] += total.count
  }
  return counts
}

export function familyOf(state: TaskState): TaskFamily {
  if (state === 'Enqueued' || state === 'Dequeued' || state === 'Retrying') return 'Waiting'
  if (state === 'Running' || state === 'Stopping') return 'Running'
  if (state === 'Succeeded' || state === 'Failed') return state
  return 'Ended'
}

/** Tasks that instances hold now; those of a busy function may be more than the machine's limit for a moment. */
export function executingCount(totals: readonly StateCount[]): number {
  return sumOf(totals, ['Dequeued', 'Running', 'Stopping'])
}

export function endedCount(totals: readonly StateCount[]): number {
  return sumOf(totals, ['Succeeded', 'Failed', 'Stopped', 'Expired', 'Invalid'])
}

function sumOf(totals: readonly StateCount[], states: readonly TaskState[]): number {
  return totals.reduce((sum, { state, count }) => (states.includes(state) ? sum + count : sum), 0)
}
