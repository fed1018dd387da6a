/** A group's letters over the last 24 steps, for a sparkline: of five minutes for a young group, else of an hour. */
import { HOUR_MS, MINUTE_MS } from '../../../shared/units/time.ts'

const STEPS = 24
const SHORT_STEP_MS = 5 * MINUTE_MS

/** Letters are counted by the first minute of their five: no step is shorter. */
export const bucketOf = (atMs: number) => (Math.floor(atMs / SHORT_STEP_MS) * SHORT_STEP_MS) / MINUTE_MS

export type MinuteCount = { minute: number; count: number }

export const historyStepMs = (firstSeenMs: number, nowMs: number) =>
  nowMs - firstSeenMs < STEPS * SHORT_STEP_MS ? SHORT_STEP_MS : HOUR_MS

/** The first minute that the history is about. */
export const historyFrom = (stepMs: number, nowMs: number) =>
  ((Math.floor(nowMs / stepMs) - STEPS + 1) * stepMs) / MINUTE_MS

/** The oldest first; the last step is not over. */
export function historyOf(
  minutes: Iterable<MinuteCount>,
  { stepMs, nowMs }: { stepMs: number; nowMs: number },
): number[] {
  const history = new Array<number>(STEPS).fill(0)
  const firstStep = Math.floor(nowMs / stepMs) - STEPS + 1
  for (const { minute, count } of minutes) {
    // a clock that was set back leaves minutes ahead of it
    const step = Math.min(Math.floor((minute * MINUTE_MS) / stepMs) - firstStep, STEPS - 1)
    if (step >= 0) history[step] = (history[step] ?? 0) + count
  }
  return history
}
