/** How the stream is looked at, and which of its lines is marked. Kept while the window is open. */
import { create } from 'zustand'
import type { LogTimes } from './taskViewing.ts'

/** A line by where it begins. */
export type LinePlace = { chunk: number; line: number }
type LogViewing = { isWrapped: boolean; times: LogTimes; isCaseSensitive: boolean; marked: LinePlace | null }

export const useLogViewing = create<LogViewing>(() => ({
  isWrapped: false,
  times: 'absolute',
  isCaseSensitive: false,
  marked: null,
}))
export const setLogViewing = (fields: Partial<LogViewing>): void => useLogViewing.setState(fields)
