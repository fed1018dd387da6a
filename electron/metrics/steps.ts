/**
 * In which steps metrics are kept, and in which a range of time is shown. Steps begin at whole multiples of
 * their length since 1970, so that every step is made of whole smaller ones.
 */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'

/** Its one row has everything since the workspace began. */
export const ALL_TIME_S = 0
export const KEPT_STEPS = [
  { stepS: 1, keptMs: HOUR_MS + 5 * MINUTE_MS }, // a little more than is promised: who asks has another clock
  { stepS: 60, keptMs: 7 * DAY_MS + HOUR_MS },
  { stepS: 600, keptMs: 7 * DAY_MS + HOUR_MS }, // so that a week is a thousand rows, not ten thousand
  { stepS: 3_600, keptMs: 31 * DAY_MS },
] as const
export type KeptStepS = (typeof KEPT_STEPS)[number]['stepS']

const SHOWN_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_200, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200]
const DAY_S = DAY_MS / SECOND_MS

export type TimeRange = { fromMs: number; beforeMs: number }

/** The shortest step that is kept for the range and gives at most `maxPoints`. */
export function stepFor(range: TimeRange, { maxPoints, nowMs }: { maxPoints: number; nowMs: number }): number {
  const fits = (stepS: number) => stepCount(range, stepS) <= maxPoints && isKept(range, { stepS, nowMs })
  const shown = SHOWN_S.find(fits)
  if (shown !== undefined) return shown
  let days = Math.max(1, Math.ceil((range.beforeMs - range.fromMs) / DAY_MS / maxPoints))
  while (stepCount(range, days * DAY_S) > maxPoints) days++
  return days * DAY_S
}

/** The longest kept steps that the steps are made of. */
export function keptStepOf(stepS: number): KeptStepS {
  if (stepS % 3_600 === 0) return 3_600
  if (stepS % 600 === 0) return 600
  return stepS % 60 === 0 ? 60 : 1
}

/** Seconds and minutes are not kept for as long as what they are added up to. */
export function isKept({ fromMs }: TimeRange, { stepS, nowMs }: { stepS: number; nowMs: number }): boolean {
  const kept = KEPT_STEPS.find((one) => one.stepS === keptStepOf(stepS))
  return kept !== undefined && (kept.stepS === 3_600 || fromMs >= nowMs - kept.keptMs)
}

/** Of all steps that the range touches. */
export const stepCount = ({ fromMs, beforeMs }: TimeRange, stepS: number) =>
  Math.ceil(beforeMs / (stepS * SECOND_MS)) - Math.floor(fromMs / (stepS * SECOND_MS))

export const floorTo = (atMs: number, stepS: number) => Math.floor(atMs / (stepS * SECOND_MS)) * stepS * SECOND_MS
