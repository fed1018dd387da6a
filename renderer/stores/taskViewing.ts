/** How the open task is looked at. Kept while the user moves from task to task, not when the window closes. */
import { create } from 'zustand'

export const LOG_TIMES = ['off', 'relative', 'absolute'] as const
export type LogTimes = (typeof LOG_TIMES)[number]

type TaskViewing = { isWrapped: boolean; logTimes: LogTimes; isWhyShown: boolean }

export const useTaskViewing = create<TaskViewing>(() => ({ isWrapped: true, logTimes: 'relative', isWhyShown: false }))
export const setTaskViewing = (fields: Partial<TaskViewing>): void => useTaskViewing.setState(fields)
