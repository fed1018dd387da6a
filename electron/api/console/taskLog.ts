/**
 * The log of a task as the window shows it: what its attempts wrote, in order, with the lines that FC
 * writes around each execution (electron/logs/invokeMarks.ts).
 *
 * Those lines are derived, so they have no place of their own among the stored chunks. A cursor therefore
 * says three things: the last chunk that was given, how many of the derived lines, which also have one
 * order (start and end of the first attempt, of the second, and so on), and whether what was given ends
 * within a line. So each is given once, however the log is cut into slices and whenever an attempt ends.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { tasksContract } from '../../../shared/contract/tasks.contract.ts'
import type { Attempt } from '../../../shared/domain/task.ts'
import { AppError } from '../../../shared/errors.ts'
import { systemClock } from '../../base/clock.ts'
import { type LogPiece, withInvokeMarks } from '../../logs/invokeMarks.ts'
import type { LogSlice, SliceOf } from '../../logs/logReads.ts'
import { withoutPrintedMarks } from './printedMarks.ts'

/** The log thread's reads, from the other side of a port; unavailable while it is being replaced. */
export type LogReader = {
  readTaskLog(query: { seq: number } & SliceOf): Promise<LogSlice>
  readAttemptLog(query: { seq: number; attempt: number } & SliceOf): Promise<LogSlice>
}
export type TaskLog = OutputOf<(typeof tasksContract)['tasks.log']>
type Chunk = TaskLog['chunks'][number]
type Row = LogSlice['chunks'][number]
/** `attempts`: those that are asked for. */
export type LoggedTask = { requestId: string; attempts: readonly Attempt[] }

/** Derived lines that a cursor can count: two for each attempt. */
const MAX_MARKS = 1_024

/** Output travels to the log thread on its own and may come this much later than the attempt's end. */
const OUTPUT_LAG_MS = 250

export type LogQuery = { attempt?: number | undefined; afterChunk: number; limitBytes: number }

/** Throws invalid_input for an attempt that there is not, workspace_damaged and unavailable. */
export async function readTaskLog(
  log: LogReader,
  task: LoggedTask & { seq: number },
  { attempt, afterChunk, limitBytes }: LogQuery,
): Promise<TaskLog> {
  const { seq, requestId } = task
  const attempts = task.attempts.filter(({ number }) => attempt === undefined || number === attempt)
  if (attempt !== undefined && attempts.length === 0) {
    throw new AppError('invalid_input', `the task has no attempt ${attempt}: it has had ${task.attempts.length}`)
  }
  const sinceEndMs = systemClock.nowMs() - (attempts.at(-1)?.endedAtMs ?? 0)
  if (sinceEndMs < OUTPUT_LAG_MS) await pause(Math.min(OUTPUT_LAG_MS, OUTPUT_LAG_MS - sinceEndMs))
  const slice = { afterChunk: storedCursor(afterChunk), limitBytes }
  const stored =
    attempt === undefined
      ? await log.readTaskLog({ seq, ...slice })
      : await log.readAttemptLog({ seq, attempt, ...slice })
  return assembleLog({ requestId, attempts }, stored, afterChunk)
}

const storedCursor = (cursor: number) => Math.floor(cursor / (2 * MAX_MARKS))

export function assembleLog(task: LoggedTask, slice: LogSlice, cursor: number): TaskLog {
  tellLoss(task, slice, cursor)
  const log = new Assembly(task, cursor)
  const texts = withoutPrintedMarks(slice.chunks, task.requestId)
  for (const [index, row] of slice.chunks.entries()) log.add(row, texts[index] ?? row.text)
  if (!slice.hasMore) log.addRest(slice.lastChunk)
  const marks = 2 * Math.min(log.markCount, MAX_MARKS - 1) + (log.isWithinLine ? 1 : 0)
  const lastChunk = slice.lastChunk * 2 * MAX_MARKS + marks
  return { chunks: log.chunks, lastChunk, hasMore: slice.hasMore }
}

class Assembly {
  readonly chunks: Chunk[] = []
  /** The next derived line: 2 (n - 1) is the start of attempt n, one more is its end. */
  markCount: number
  isWithinLine: boolean
  readonly #task: LoggedTask

  constructor(task: LoggedTask, cursor: number) {
    this.#task = task
    this.markCount = Math.floor(cursor / 2) % MAX_MARKS
    this.isWithinLine = cursor % 2 === 1
  }

  add(row: Row, text: string): void {
    const number = row.attempt ?? 1 // a task's output is always an attempt's
    const start = 2 * (number - 1)
    while (this.markCount < start && this.#addMark(row.id)) {}
    if (this.markCount <= start) {
      this.markCount = start + 1
      this.#pushMark(number, { id: row.id, row })
    }
    if (text === '') return
    this.chunks.push({
      id: row.id,
      attempt: number,
      instanceId: row.instanceId,
      stream: row.stream,
      atMs: row.firstAtMs,
      text,
    })
    this.isWithinLine = !text.endsWith('\n')
  }

  /** After all that is stored: what is known to have begun and ended. */
  addRest(lastId: number): void {
    while (this.#addMark(lastId)) {}
  }

  /** The next derived line, or none if that attempt has none. False: its time has not come yet. */
  #addMark(id: number): boolean {
    const number = Math.floor(this.markCount / 2) + 1
    const isStart = this.markCount % 2 === 0
    const last = this.#task.attempts.at(-1)?.number ?? 0
    const attempt = this.#task.attempts.find((one) => one.number === number)
    if (attempt === undefined) {
      if (number > last) return false
      this.markCount += 1 // not asked for
      return true
    }
    const isOver = attempt.outcome !== null
    if (isStart ? attempt.startedAtMs === null && !isOver : !isOver) return false
    this.markCount += 1
    this.#pushMark(number, { id, row: null })
    return true
  }

  /** `markCount` has passed it already. */
  #pushMark(number: number, { id, row }: { id: number; row: Row | null }): void {
    const isFirst = this.markCount % 2 === 1
    const attempt = this.#task.attempts.find((one) => one.number === number)
    const before: LogPiece = { stream: 'system', atMs: 0, text: this.isWithinLine ? 'x' : '\n' }
    const mark = withInvokeMarks([before], {
      requestId: this.#task.requestId,
      startedAtMs: attempt?.startedAtMs ?? row?.firstAtMs ?? null,
      endedAtMs: attempt === undefined || attempt.outcome === 'Interrupted' ? null : attempt.endedAtMs,
      errorType: attempt?.errorType ?? null,
      isFirst,
      isLast: !isFirst,
    }).find((piece) => piece !== before)
    if (mark === undefined) return
    const instanceId = attempt?.instanceId ?? row?.instanceId ?? ''
    const text = isFirst && this.isWithinLine ? `\n${mark.text}` : mark.text
    this.chunks.push({ id, attempt: number, instanceId, stream: 'system', atMs: mark.atMs, text })
    this.isWithinLine = false
  }
}

/** An empty log must never look as if nothing had been written. Throws workspace_damaged. */
function tellLoss({ attempts }: LoggedTask, { chunks, damage }: LogSlice, cursor: number): void {
  if (damage === null || chunks.length > 0 || storedCursor(cursor) > 0) return
  const begins = attempts.flatMap(({ startedAtMs, dequeuedAtMs }) => startedAtMs ?? dequeuedAtMs ?? [])
  if (!begins.some((atMs) => atMs < damage.atMs)) return
  throw new AppError(
    'workspace_damaged',
    `what this task wrote is not shown: the log database was damaged and moved to ${damage.asidePath}; later output is kept as usual`,
  )
}
