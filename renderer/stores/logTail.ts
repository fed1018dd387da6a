/** The latest lines of all functions, for a place with little room: read anew from the end whenever output came. */
import { create } from 'zustand'
import type { AppError } from '../../shared/errors.ts'
import { KIB_BYTES } from '../../shared/units/bytes.ts'
import { client } from '../bridge/client.ts'
import { follow, useLive } from './live.ts'
import { LogWindow, type StreamLine } from './logWindow.ts'
import { asAppError } from './taskLog.ts'

const READ_BYTES = 32 * KIB_BYTES
const SHOWN_LINES = 200

type LogTail = { lines: readonly StreamLine[]; isLoading: boolean; error: AppError | null }

const NOTHING: LogTail = { lines: [], isLoading: true, error: null }
export const useLogTail = create<LogTail>(() => NOTHING)

/** Ends when the returned function is called. */
export function followLogTail(): () => void {
  const stop = follow('logs', pull)
  return () => {
    stop()
    useLogTail.setState(NOTHING)
  }
}

async function pull(): Promise<void> {
  const { isLoading } = useLogTail.getState()
  if (useLive.getState().isPaused && !isLoading) return
  try {
    const { chunks } = await client['logs.read']({ direction: 'backward', limitBytes: READ_BYTES, filter: {} })
    const read = new LogWindow()
    read.append(chunks)
    useLogTail.setState({ lines: read.lines.slice(-SHOWN_LINES), isLoading: false, error: null })
  } catch (error) {
    useLogTail.setState({ isLoading: false, error: asAppError(error) })
  }
}
