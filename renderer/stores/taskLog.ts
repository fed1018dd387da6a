/**
 * The log of the task that is open: read from the beginning in slices, then further whenever output came.
 * The lines live beside the store, which says only how many there are, so that nothing copies 100,000.
 */
import { create } from 'zustand'
import { AppError } from '../../shared/errors.ts'
import { KIB_BYTES, MIB_BYTES } from '../../shared/units/bytes.ts'
import { client } from '../bridge/client.ts'
import { follow, useLive } from './live.ts'
import type { TaskTarget } from './route.ts'
import { LogLines } from './taskLogLines.ts'

const FIRST_SLICE_BYTES = 64 * KIB_BYTES // soon on the screen
const SLICE_BYTES = MIB_BYTES
/** Read at a time; the user may ask for as much again. */
export const LOG_STEP_CHARACTERS = 64 * MIB_BYTES
export const LOG_STEP_LINES = 500_000

type TaskLog = {
  target: TaskTarget | null
  lineCount: number
  /** Grows with every change, also when only the last line got longer. */
  revision: number
  characterCount: number
  firstErrorPlace: number | null
  isLoading: boolean
  /** There is more, and it is read only when asked for. */
  isCutOff: boolean
  error: AppError | null
}

const NOTHING: TaskLog = {
  target: null,
  lineCount: 0,
  revision: 0,
  characterCount: 0,
  firstErrorPlace: null,
  isLoading: false,
  isCutOff: false,
  error: null,
}
export const useTaskLog = create<TaskLog>(() => NOTHING)

type Reading = {
  target: TaskTarget
  lines: LogLines
  lastChunk: number
  stepCount: number
  stop(): void
  pull(): Promise<void>
}
let reading: Reading | null = null

/** The lines of the open task's log; read them again when `revision` has grown. */
export const logLines = (): LogLines => reading?.lines ?? NO_LINES
const NO_LINES = new LogLines()

/** Follows the log until `closeTaskLog`. */
export function openTaskLog(target: TaskTarget): void {
  closeTaskLog()
  const lines = new LogLines()
  const opened: Reading = { target, lines, lastChunk: 0, stepCount: 1, stop: () => {}, pull: () => readOn(opened) }
  reading = opened
  useTaskLog.setState({ ...NOTHING, target, isLoading: true })
  const stopFollowing = follow('logs', opened.pull)
  const stopWatching = useLive.subscribe((now, before) => {
    if (before.isPaused && !now.isPaused) void opened.pull()
  })
  opened.stop = () => {
    stopFollowing()
    stopWatching()
  }
}

export function closeTaskLog(): void {
  reading?.stop()
  reading = null
  useTaskLog.setState(NOTHING)
}

export const taskLogActions = {
  /** After the task itself changed: the mark of an attempt's end comes without output of its own. */
  refresh: (): void => void reading?.pull(),
  readMore(): void {
    if (reading === null) return
    reading.stepCount++
    void reading.pull()
  },
}

/** One reader at a time, though a tick, a change of the task and the user may ask in the same moment. */
const underWay = new WeakMap<Reading, { isWanted: boolean }>()

async function readOn(opened: Reading): Promise<void> {
  const running = underWay.get(opened)
  if (running !== undefined) {
    running.isWanted = true
    return
  }
  const run = { isWanted: true }
  underWay.set(opened, run)
  try {
    while (run.isWanted && reading === opened) {
      run.isWanted = false
      await readSlices(opened)
    }
  } finally {
    underWay.delete(opened)
  }
}

async function readSlices(opened: Reading): Promise<void> {
  if (useLive.getState().isPaused && opened.lastChunk > 0) return
  try {
    for (;;) {
      const { lines } = opened
      if (isFull(opened)) return publish(opened, { isLoading: false, isCutOff: true, error: null })
      const limitBytes = opened.lastChunk === 0 ? FIRST_SLICE_BYTES : SLICE_BYTES
      const slice = await client['tasks.log']({ ...opened.target, afterChunk: opened.lastChunk, limitBytes })
      if (reading !== opened) return
      lines.append(slice.chunks)
      opened.lastChunk = slice.lastChunk
      publish(opened, { isLoading: slice.hasMore, isCutOff: false, error: null })
      if (!slice.hasMore) return
    }
  } catch (error) {
    publish(opened, { isLoading: false, error: asAppError(error) })
  }
}

function isFull({ lines, stepCount }: Reading): boolean {
  return lines.characterCount >= stepCount * LOG_STEP_CHARACTERS || lines.lines.length >= stepCount * LOG_STEP_LINES
}

function publish(opened: Reading, fields: Partial<TaskLog>): void {
  if (reading !== opened) return
  const { lines } = opened
  const before = useTaskLog.getState()
  const hasNew = before.characterCount !== lines.characterCount || before.lineCount !== lines.lines.length
  useTaskLog.setState({
    lineCount: lines.lines.length,
    revision: before.revision + (hasNew ? 1 : 0),
    characterCount: lines.characterCount,
    firstErrorPlace: lines.firstErrorPlace,
    ...fields,
  })
}

export function asAppError(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('internal', error instanceof Error ? error.message : String(error))
}
