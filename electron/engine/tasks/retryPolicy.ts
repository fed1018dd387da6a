/**
 * When does a task run again after a function error, and when after a refusal?
 *
 * Function errors: FC does not document the spacing (FC.md section 2.3 [U]); ours doubles from 1 s to
 * `MAX_RETRY_DELAY_MS`, plus a random 0–10 % so that tasks which failed together do not come back together.
 * Refusals (429, 503, 500 of an instance's start) use FC's binary exponential back-off: 0.5 s up to 5 h,
 * and no attempt is used.
 *
 * Pure: no clock, no database; the caller passes the dice.
 */
import { AppError } from '../../../shared/errors.ts'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'

export const MAX_RETRY_DELAY_MS = MINUTE_MS
export const MAX_REFUSAL_DELAY_MS = 5 * HOUR_MS
const FIRST_REFUSAL_DELAY_MS = SECOND_MS / 2
const JITTER_RATIO = 0.1

/** The host died three times under this task: it may be what kills it (DESIGN.md section 2). */
export const MAX_INTERRUPTION_COUNT = 3

const DEFAULT_RETRY_COUNT = 3 // FC.md section 1.5

/** Executions that a function's configuration allows; interruptions come on top. */
export const attemptLimitOf = (maxRetryAttempts: number | undefined) => 1 + (maxRetryAttempts ?? DEFAULT_RETRY_COUNT)

/** `failureCount`: how many attempts have failed, from 1. */
export function retryDelayMs(failureCount: number, dice = Math.random): number {
  return Math.round(doubled(SECOND_MS, failureCount, MAX_RETRY_DELAY_MS) * (1 + JITTER_RATIO * dice()))
}

/** `refusalCount`: how often this task was refused in a row, from 1. */
export function refusalDelayMs(refusalCount: number): number {
  return doubled(FIRST_REFUSAL_DELAY_MS, refusalCount, MAX_REFUSAL_DELAY_MS)
}

function doubled(firstMs: number, count: number, maxMs: number): number {
  if (!Number.isInteger(count) || count < 1) {
    throw new AppError('invalid_input', `a count from 1 is needed, got ${count}`)
  }
  return Math.min(firstMs * 2 ** Math.min(count - 1, 30), maxMs)
}
