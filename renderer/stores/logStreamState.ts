/** What the screen of the stream shows of its reading; a cache of what the host has stored. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { logsContract } from '../../shared/contract/logs.contract.ts'
import type { AppError } from '../../shared/errors.ts'

export type Slice = OutputOf<(typeof logsContract)['logs.read']>
/** `line` null: the one that is marked, when it is of this chunk, or the first of the chunk. */
export type Shown = { chunk: number; line: number | null; at: 'middle' | 'top' }

export type LogStream = {
  lineCount: number
  /** Grows with every change of the lines, also when only the last one got longer. */
  revision: number
  isFollowing: boolean
  isLoading: boolean
  hasEarlier: boolean
  hasLater: boolean // not loaded yet
  newCount: number // lines that came while the user looked at something earlier
  /** While following, output came faster than it can be shown: so many lines were passed over, and can be read by scrolling up. */
  skippedLines: number
  damage: Slice['damage']
  error: AppError | null
  /** Where to look: another object each time, which is loaded when it comes. null: at the end, or where one is. */
  shown: Shown | null
}

export const NOTHING: LogStream = {
  lineCount: 0,
  revision: 0,
  isFollowing: true,
  isLoading: false,
  hasEarlier: false,
  hasLater: false,
  newCount: 0,
  skippedLines: 0,
  damage: null,
  error: null,
  shown: null,
}
export const useLogStream = create<LogStream>(() => NOTHING)
