/**
 * What is wrong, in one finding: the host's problems first, then functions that fail, then tasks that wait and why,
 * else that all is well. Pure; the words are the screen's. Times are in epoch milliseconds.
 */
import { MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import type { FunctionFigures, MetricMark } from './metricsFunctions.ts'
import { type Failing, failingOf, lastFailureMs } from './overviewFailing.ts'
import { countsByFamily, executingCount, type StateCount } from './taskFamilies.ts'

export type Situation = {
  nowMs: number // of the figures
  rangeMs: number // that the figures are of
  problems: readonly { message: string }[] // errors only
  totals: readonly StateCount[]
  executionLimit: number // of this machine
  functions: readonly FunctionFigures[]
  marks: readonly MetricMark[]
  growthPerMinute: number | null // of what waits; null: not known yet
}

type Waiting = { waitingCount: number; oldestAgeMs: number | null }

export type Verdict =
  | { kind: 'problem'; message: string; moreCount: number }
  | ({ kind: 'failing'; waitingCount: number } & Failing)
  /** The function runs as often as it may, so that others wait. */
  | ({ kind: 'limited'; functionName: string; executionLimit: number } & Waiting)
  /** The same for the whole machine. */
  | ({ kind: 'machineFull'; executionLimit: number } & Waiting)
  /** Its tasks are ready, and none of them runs. */
  | ({ kind: 'stuck'; functionName: string } & Waiting)
  | ({ kind: 'growing'; perMinute: number } & Waiting)
  /** It failed within the range, but not lately. */
  | { kind: 'failedBefore'; functionName: string; failedCount: number; lastAtMs: number }
  | { kind: 'well'; succeededCount: number; waitingCount: number; runningCount: number }
  | { kind: 'quiet' } // tasks there were, none in the range
  | { kind: 'nothing' } // not one task yet

export type VerdictLevel = 'fail' | 'wait' | 'ok' | 'none'

export function levelOf({ kind }: Verdict): VerdictLevel {
  if (kind === 'problem' || kind === 'failing') return 'fail'
  if (kind === 'limited' || kind === 'machineFull' || kind === 'stuck' || kind === 'growing') return 'wait'
  return kind === 'well' || kind === 'failedBefore' ? 'ok' : 'none'
}

const LONG_WAIT_MS = 10 * SECOND_MS
const STUCK_AFTER_MS = 30 * SECOND_MS
const GROWTH_MINUTES = 5
const LEAST_GROWTH = 10 // tasks in that time
const GROWTH_RATIO = 0.1 // of what waits

export function verdictOf(situation: Situation): Verdict {
  const { problems, functions } = situation
  const [problem] = problems
  if (problem !== undefined) return { kind: 'problem', message: problem.message, moreCount: problems.length - 1 }
  const failing = failingOf(situation)
  if (failing !== null) {
    const waitingCount = functions.find(({ functionName }) => functionName === failing.functionName)?.backlog ?? 0
    return { kind: 'failing', ...failing, waitingCount }
  }
  return waitingVerdict(situation) ?? calmVerdict(situation)
}

function waitingVerdict({ totals, functions, executionLimit, growthPerMinute }: Situation): Verdict | null {
  const all: Waiting = {
    waitingCount: functions.reduce((sum, { backlog }) => sum + backlog, 0),
    oldestAgeMs: functions.reduce<number | null>((most, { oldestAgeMs }) => larger(most, oldestAgeMs), null),
  }
  if (all.waitingCount === 0 || all.oldestAgeMs === null) return null
  if (executingCount(totals) >= executionLimit && all.oldestAgeMs >= LONG_WAIT_MS) {
    return { kind: 'machineFull', ...all, executionLimit }
  }
  const late = functions
    .filter(({ backlog, oldestAgeMs }) => backlog > 0 && (oldestAgeMs ?? 0) >= LONG_WAIT_MS)
    .toSorted((one, other) => (other.oldestAgeMs ?? 0) - (one.oldestAgeMs ?? 0))
  const limited = late.find((one) => one.executing >= one.executionLimit)
  if (limited !== undefined) {
    const { functionName } = limited
    return { kind: 'limited', functionName, executionLimit: limited.executionLimit, ...waitingOf(limited) }
  }
  const stuck = late.find((one) => one.executing === 0 && (one.oldestAgeMs ?? 0) >= STUCK_AFTER_MS)
  if (stuck !== undefined) return { kind: 'stuck', functionName: stuck.functionName, ...waitingOf(stuck) }
  const growth = (growthPerMinute ?? 0) * GROWTH_MINUTES
  const isGrowing = growth >= Math.max(LEAST_GROWTH, all.waitingCount * GROWTH_RATIO)
  return isGrowing && growthPerMinute !== null ? { kind: 'growing', perMinute: growthPerMinute, ...all } : null
}

const waitingOf = ({ backlog, oldestAgeMs }: FunctionFigures): Waiting => ({ waitingCount: backlog, oldestAgeMs })

const larger = (left: number | null, right: number | null) =>
  left === null || right === null ? (left ?? right) : Math.max(left, right)

function calmVerdict(situation: Situation): Verdict {
  const { totals, functions } = situation
  const failed = functions.filter(({ failed }) => failed > 0).toSorted((one, other) => other.failed - one.failed)[0]
  const lastAtMs = failed === undefined ? null : lastFailureMs(failed, situation)
  if (failed !== undefined && lastAtMs !== null) {
    return { kind: 'failedBefore', functionName: failed.functionName, failedCount: failed.failed, lastAtMs }
  }
  if (totals.every(({ count }) => count === 0)) return { kind: 'nothing' }
  const counts = countsByFamily(totals)
  const succeededCount = functions.reduce((sum, { succeeded }) => sum + succeeded, 0)
  if (succeededCount + counts.Waiting + counts.Running === 0) return { kind: 'quiet' }
  return { kind: 'well', succeededCount, waitingCount: counts.Waiting, runningCount: counts.Running }
}

type Backlog = { atMs: readonly number[]; values: readonly (number | null)[]; stepMs: number }

/** How much more waits than some minutes ago, per minute; below zero: less. Null: nothing to compare with. */
export function growthPerMinute({ atMs, values, stepMs }: Backlog): number | null {
  const last = values.findLastIndex((value) => value !== null)
  const lastMs = atMs[last]
  if (lastMs === undefined) return null
  const sinceMs = lastMs - Math.max(GROWTH_MINUTES * MINUTE_MS, 2 * stepMs)
  const first = values.findIndex((value, index) => value !== null && (atMs[index] ?? 0) >= sinceMs)
  const firstMs = atMs[first]
  if (firstMs === undefined || firstMs >= lastMs) return null
  return (((values[last] ?? 0) - (values[first] ?? 0)) * MINUTE_MS) / (lastMs - firstMs)
}
