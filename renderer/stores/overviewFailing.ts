/**
 * Which function fails most lately, how often, since when, and whether a change of it came just before. From counts
 * in parts of the range, the oldest first. Pure. Times are in epoch milliseconds.
 */
import { MINUTE_MS } from '../../shared/units/time.ts'
import type { FunctionFigures, MetricMark } from './metricsFunctions.ts'

/** `1 of 4 attempts fails`; few attempts are counted: `3 of 8 attempts failed`. */
export type FailureRate = { kind: 'counts' | 'ratio'; failed: number; attempts: number }

export type Failing = {
  functionName: string
  rate: FailureRate
  since: { atMs: number; cause: 'code' | 'configuration' | null } | null // null: it was never seen to go well
}

type Period = { nowMs: number; rangeMs: number }
type Figures = Period & { functions: readonly FunctionFigures[]; marks: readonly MetricMark[] }

const RECENT_MS = 15 * MINUTE_MS
const LEAST_RATIO = 0.05
const HEALTHY_PARTS = 3 // without a failure, though tasks ended: it was well then
const SILENT_PARTS = 8 // without a failure, whether tasks ended or not
const COUNTED_BELOW = 20
const LARGEST_DENOMINATOR = 10

export function failingOf({ functions, marks, nowMs, rangeMs }: Figures): Failing | null {
  const candidates = functions
    .map((one) => ({ one, recent: sumOf(one.failedParts.slice(-recentParts(one, rangeMs))) }))
    .filter(({ recent }) => recent > 0)
    .toSorted((left, right) => right.recent - left.recent)
  for (const { one } of candidates) {
    const partMs = rangeMs / one.failedParts.length
    const onset = onsetOf(one)
    const { failed, attempts } = attemptsSince(one, onset)
    if (failed / attempts < LEAST_RATIO) continue
    const atMs = nowMs - rangeMs + onset * partMs
    const mark = causeOf(marks, { one, onset, partMs, fromMs: nowMs - rangeMs })
    const wasWell = sumOf(one.endedParts.slice(0, onset)) > 0
    const since = mark !== null ? { atMs: mark.atMs, cause: mark.kind } : wasWell ? { atMs, cause: null } : null
    return { functionName: one.functionName, rate: rateOf(failed, attempts), since }
  }
  return null
}

/** About when it failed last: the end of that part; null when it did not. */
export function lastFailureMs({ failedParts }: FunctionFigures, { nowMs, rangeMs }: Period): number | null {
  const last = failedParts.findLastIndex((count) => count > 0)
  return last < 0 ? null : nowMs - rangeMs + (last + 1) * (rangeMs / failedParts.length)
}

const recentParts = ({ failedParts }: FunctionFigures, rangeMs: number) =>
  Math.max(1, Math.ceil((RECENT_MS * failedParts.length) / rangeMs))

/** The first part of the failures that go on now. */
function onsetOf({ failedParts, endedParts }: FunctionFigures): number {
  let onset = failedParts.length - 1
  let healthy = 0
  let silent = 0
  for (let index = failedParts.length - 1; index >= 0; index--) {
    if ((failedParts[index] ?? 0) > 0) {
      onset = index
      healthy = 0
      silent = 0
      continue
    }
    silent += 1
    if ((endedParts[index] ?? 0) > 0) healthy += 1
    if (healthy >= HEALTHY_PARTS || silent >= SILENT_PARTS) break
  }
  return onset
}

/** What ended well is what ended without those that failed for good, of which each failed attempt is a share. */
function attemptsSince(one: FunctionFigures, onset: number): { failed: number; attempts: number } {
  const failed = sumOf(one.failedParts.slice(onset))
  const ended = sumOf(one.endedParts.slice(onset))
  const failedTasks = one.failedAttempts === 0 ? 0 : failed * Math.min(1, one.failed / one.failedAttempts)
  return { failed, attempts: Math.max(failed, failed + Math.round(ended - failedTasks)) }
}

type Place = { one: FunctionFigures; onset: number; partMs: number; fromMs: number }
type Cause = { atMs: number; kind: 'code' | 'configuration' }

/** The latest change of the function before it began to fail, if nothing went well in between and something did before. */
function causeOf(marks: readonly MetricMark[], { one, onset, partMs, fromMs }: Place): Cause | null {
  const endMs = fromMs + (onset + 1) * partMs
  const changes = marks.filter(
    ({ kind, functionName, atMs }) =>
      (kind === 'code' || kind === 'configuration') &&
      functionName === one.functionName &&
      atMs <= endMs &&
      atMs >= fromMs,
  )
  const mark = changes.toSorted((left, right) => right.atMs - left.atMs)[0]
  if (mark === undefined || (mark.kind !== 'code' && mark.kind !== 'configuration')) return null
  const markPart = Math.floor((mark.atMs - fromMs) / partMs)
  const wentWellBetween = sumOf(one.endedParts.slice(markPart + 1, onset)) > 0
  const wasUsedBefore = sumOf(one.endedParts.slice(0, Math.min(markPart + 1, onset))) > 0
  return !wentWellBetween && wasUsedBefore ? { atMs: mark.atMs, kind: mark.kind } : null
}

/** The nearest fraction with a small denominator; rarer ones as one of so many. */
export function rateOf(failed: number, attempts: number): FailureRate {
  if (attempts < COUNTED_BELOW) return { kind: 'counts', failed, attempts }
  const ratio = failed / attempts
  if (ratio < 1 / LARGEST_DENOMINATOR) return { kind: 'ratio', failed: 1, attempts: Math.round(1 / ratio) }
  let best = { failed: 1, attempts: 1 }
  for (let whole = 1; whole <= LARGEST_DENOMINATOR; whole++) {
    const part = Math.round(ratio * whole)
    if (part > 0 && Math.abs(part / whole - ratio) < Math.abs(best.failed / best.attempts - ratio) - 0.02) {
      best = { failed: part, attempts: whole }
    }
  }
  return { kind: 'ratio', ...best }
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
