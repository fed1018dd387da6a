/**
 * The task list as it is on the screen: a cache of the engine's, never a second truth. Everything that belongs
 * to a row is kept by its seq, so that it survives any refresh. What changes it is in taskList.ts (pages),
 * taskListLive.ts, taskListCount.ts, taskListSelection.ts and taskListBatch.ts.
 */
import { create } from 'zustand'
import type { TaskFilter } from '../../shared/contract/taskFilter.ts'
import type { TaskRow } from '../../shared/contract/taskShapes.ts'
import type { AppError } from '../../shared/errors.ts'
import type { Problem } from '../../shared/query/problems.ts'

/** `no`: it has changed and no longer matches the filter; `gone`: its record was deleted. */
export type Match = 'yes' | 'no' | 'gone'
export type ListRow = { task: TaskRow; match: Match }

/** `isExact` false: at least so many. */
export type ListCount = { value: number; isExact: boolean; countedAtMs: number }
export type BatchKind = 'retry' | 'stop'

export type TaskListState = {
  query: string
  filter: TaskFilter | null // null: the terms contradict each other, nothing can match
  problems: readonly Problem[]
  load: 'loading' | 'ready' | 'failed'
  error: AppError | null
  loadingSinceMs: number
  /** Newest first. Their order changes only when the user refreshes. */
  seqs: readonly number[]
  rows: ReadonlyMap<number, ListRow>
  cursor: string | null // where the next page begins; null: all is loaded
  more: 'idle' | 'loading' | 'stopped' | 'failed'
  /** How far back was looked while few tasks match; null where that is not known. */
  searchedToMs: number | null
  newCount: number
  hasMoreNew: boolean // at least `newCount`
  count: ListCount | null // null: not counted yet
  isCounting: boolean // exactly, on request
  isPaused: boolean // by the user
  focusSeq: number | null
  anchorSeq: number | null // where a range begins
  selected: ReadonlySet<number>
  /** While all that match are loaded to be selected. */
  isGathering: boolean
  /** All that matched at that time are selected; `isWhole` false: only so many of them as can be. */
  frozen: { atMs: number; isWhole: boolean } | null
  batch: { kind: BatchKind; doneCount: number; totalCount: number } | null
}

const EMPTY: TaskListState = {
  query: '',
  filter: {},
  problems: [],
  load: 'loading',
  error: null,
  loadingSinceMs: 0,
  seqs: [],
  rows: new Map(),
  cursor: null,
  more: 'idle',
  searchedToMs: null,
  newCount: 0,
  hasMoreNew: false,
  count: null,
  isCounting: false,
  isPaused: false,
  focusSeq: null,
  anchorSeq: null,
  selected: new Set(),
  isGathering: false,
  frozen: null,
  batch: null,
}

export const useTaskList = create<TaskListState>(() => EMPTY)

/** As at the start of the window. */
export const resetTaskList = (): void => useTaskList.setState(EMPTY, true)
