/**
 * The geometry of a task's timeline: a lane for each attempt, and in it what was waited, started and run,
 * as ratios (0 to 1) of one axis. Attempts follow each other, so the axis is the sequence of their parts;
 * waits that would leave no room for the rest are cut short and named in `cuts`.
 *
 * Clocks jump: an instant before the one that must precede it counts as equal to it, so that nothing is
 * ever negative or overlaps. Pure; all instants and lengths in milliseconds.
 */
import { SECOND_MS } from '../../shared/units/time.ts'
import type { TaskAttempt, TaskView } from './taskShapes.ts'

/** What the legend shows, in its order. start: a scheduler has it, an instance does not run it yet. */
export const SEGMENT_KINDS = ['wait', 'start', 'run'] as const
export type SegmentKind = (typeof SEGMENT_KINDS)[number]

export type Segment = { kind: SegmentKind; fromRatio: number; toRatio: number; lengthMs: number; isLive: boolean }
export type Lane = {
  number: number | null // of the attempt; null: the task waited, and no attempt came of it
  outcome: TaskAttempt['outcome']
  segments: Segment[]
  waitMs: number // until it ran
  runMs: number | null // null: did not run
}
export type Timeline = {
  lanes: Lane[]
  cuts: { atRatio: number; lengthMs: number }[]
  ticks: { atRatio: number; atMs: number }[] // where each part begins, and the end
  totalMs: number
}
export type TimedTask = Pick<TaskView, 'submittedAtMs' | 'endedAtMs' | 'attempts'> & { isFinal: boolean }

/** A wait is cut when it is longer than this and than all the rest together. */
const MIN_CUT_MS = SECOND_MS
const CUT_SHARE = 0.5 // of the rest: how wide a wait that was cut is drawn
const MIN_SHARE = 0.006 // so that what took a millisecond can be seen

export function timelineOf(task: TimedTask, nowMs: number): Timeline {
  const lanes = instantsOf(task, nowMs)
  const parts = lanes.flatMap((lane) => partsOf(lane))
  const widths = widthsOf(parts)
  const totalWidth = widths.reduce((sum, width) => sum + width, 0)

  const timeline: Timeline = { lanes: [], cuts: [], ticks: [], totalMs: 0 }
  let index = 0
  let width = 0
  for (const lane of lanes) {
    const segments: Segment[] = []
    for (const part of partsOf(lane)) {
      const fromRatio = ratio(width)
      width += widths[index] ?? 0
      const toRatio = ratio(width)
      segments.push({ kind: part.kind, fromRatio, toRatio, lengthMs: part.lengthMs, isLive: part.isLive })
      if (isCut(part, parts)) timeline.cuts.push({ atRatio: (fromRatio + toRatio) / 2, lengthMs: part.lengthMs })
      timeline.ticks.push({ atRatio: fromRatio, atMs: part.fromMs })
      timeline.totalMs += part.lengthMs
      index++
    }
    const { number, outcome, waitFromMs, startedAtMs, endedAtMs } = lane
    const runMs = startedAtMs === null ? null : endedAtMs - startedAtMs
    timeline.lanes.push({ number, outcome, segments, waitMs: (startedAtMs ?? endedAtMs) - waitFromMs, runMs })
  }
  const last = lanes.at(-1)
  if (last !== undefined && timeline.totalMs > 0) timeline.ticks.push({ atRatio: 1, atMs: last.endedAtMs })
  return timeline

  function ratio(of: number): number {
    return totalWidth === 0 ? 0 : Math.min(of / totalWidth, 1)
  }
}

type LaneInstants = {
  number: number | null
  outcome: TaskAttempt['outcome']
  waitFromMs: number
  dequeuedAtMs: number | null
  startedAtMs: number | null
  endedAtMs: number // now, while it is live
  isLive: boolean
}

/** Every instant at or after the one before it. */
function instantsOf({ submittedAtMs, endedAtMs, attempts, isFinal }: TimedTask, nowMs: number): LaneInstants[] {
  let latestMs = submittedAtMs
  const notBefore = (atMs: number) => {
    latestMs = Math.max(latestMs, atMs)
    return latestMs
  }
  const endMs = isFinal && endedAtMs !== null ? endedAtMs : nowMs
  const lanes = attempts.map((attempt): LaneInstants => {
    const waitFromMs = latestMs
    const dequeuedAtMs = attempt.dequeuedAtMs === null ? null : notBefore(attempt.dequeuedAtMs)
    const startedAtMs = attempt.startedAtMs === null ? null : notBefore(attempt.startedAtMs)
    const isLive = attempt.endedAtMs === null && !isFinal
    return {
      number: attempt.number,
      outcome: attempt.outcome,
      waitFromMs,
      dequeuedAtMs,
      startedAtMs,
      endedAtMs: notBefore(attempt.endedAtMs ?? endMs),
      isLive,
    }
  })
  // what it waits for now, or waited for when it ended without another attempt
  const isWaiting = lanes.length === 0 || (lanes.at(-1)?.isLive === false && (!isFinal || endMs > latestMs))
  if (isWaiting) {
    const waitFromMs = latestMs
    const number = isFinal ? null : (attempts.at(-1)?.number ?? 0) + 1
    const rest = { dequeuedAtMs: null, startedAtMs: null, endedAtMs: notBefore(endMs), isLive: !isFinal }
    lanes.push({ number, outcome: null, waitFromMs, ...rest })
  }
  return lanes
}

type Part = { kind: SegmentKind; fromMs: number; lengthMs: number; isLive: boolean }

/** Parts that took no time are left out, but for a live one and the only one. */
function partsOf({ waitFromMs, dequeuedAtMs, startedAtMs, endedAtMs, isLive }: LaneInstants): Part[] {
  const waitToMs = dequeuedAtMs ?? startedAtMs ?? endedAtMs
  const startToMs = startedAtMs ?? endedAtMs
  const kind: SegmentKind = startedAtMs !== null ? 'run' : dequeuedAtMs !== null ? 'start' : 'wait'
  const parts: Part[] = [
    { kind: 'wait', fromMs: waitFromMs, lengthMs: waitToMs - waitFromMs, isLive: isLive && kind === 'wait' },
    { kind: 'start', fromMs: waitToMs, lengthMs: startToMs - waitToMs, isLive: isLive && kind === 'start' },
    { kind: 'run', fromMs: startToMs, lengthMs: endedAtMs - startToMs, isLive: isLive && kind === 'run' },
  ]
  return parts.filter((part) => part.lengthMs > 0 || part.isLive || (part.kind === 'run' && startedAtMs !== null))
}

function widthsOf(parts: readonly Part[]): number[] {
  const widths = parts.map((part) => (isCut(part, parts) ? restOf(parts) * CUT_SHARE : part.lengthMs))
  const total = widths.reduce((sum, width) => sum + width, 0)
  return widths.map((width) => Math.max(width, total * MIN_SHARE, Number.EPSILON))
}

function isCut(part: Part, parts: readonly Part[]): boolean {
  const restMs = restOf(parts)
  return part.kind === 'wait' && restMs > 0 && part.lengthMs > Math.max(restMs, MIN_CUT_MS)
}

/** The time of everything that was not waiting. */
function restOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { kind, lengthMs }) => (kind === 'wait' ? sum : sum + lengthMs), 0)
}
