/** A group's letters over the last 24 steps, for a sparkline: of five minutes for a young group, else of an hour. */
import { MINUTE_MS } from '../../../shared/units/time.ts'
import type { StepCount } from '../../storage/deadLetters.sql.ts'

const STEPS = 24
const SHORT_STEP_MINUTES = 5
const LONG_STEP_MINUTES = 60

/** Both are counted as letters come. */
export const STEPS_MINUTES: readonly number[] = [SHORT_STEP_MINUTES, LONG_STEP_MINUTES]

export const stepMinutesFor = (firstSeenMs: number, nowMs: number) =>
  nowMs - firstSeenMs < STEPS * SHORT_STEP_MINUTES * MINUTE_MS ? SHORT_STEP_MINUTES : LONG_STEP_MINUTES

export const stepOf = (atMs: number, stepMinutes: number) => Math.floor(atMs / (stepMinutes * MINUTE_MS))

export const firstStepOf = (nowMs: number, stepMinutes: number) => stepOf(nowMs, stepMinutes) - STEPS + 1

/** The oldest first; the last step is not over. */
export function historyOf(counts: Iterable<StepCount>, firstStep: number): number[] {
  const history = new Array<number>(STEPS).fill(0)
  for (const { step, count } of counts) {
    const at = Math.min(step - firstStep, STEPS - 1) // a clock that was set back leaves steps ahead of it
    if (at >= 0) history[at] = (history[at] ?? 0) + count
  }
  return history
}
