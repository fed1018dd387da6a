/**
 * When is a delivery tried again, and when is it given up? Delays double from 1 s to `MAX_DELAY_MS`; one whose next
 * attempt would come later than `GIVE_UP_AFTER_MS` after it was made, or was retried by hand, has failed. Pure.
 */
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import type { AttemptedDelivery, DeliveryRow } from '../../storage/deliveries.sql.ts'

export const MAX_DELAY_MS = 5 * MINUTE_MS
const GIVE_UP_AFTER_MS = 24 * HOUR_MS

/** A row keeps no more of a text that somebody else wrote. */
const MAX_DETAIL_CHARACTERS = 500

export type DeliveryOutcome =
  | { isDelivered: true; statusCode?: number; madeSeq?: number; messageId?: string }
  /** `canRetry` false: trying again cannot help. `retryAfterMs`: not sooner than that. */
  | {
      isDelivered: false
      detail: string
      canRetry: boolean
      isTooLarge?: boolean
      statusCode?: number | null
      retryAfterMs?: number
    }

type Tried = Pick<DeliveryRow, 'id' | 'failureCount' | 'begunAtMs' | 'dueAtMs'>

/** `failureCount`: how often it has failed in this round, from 1. */
export function deliveryDelayMs(failureCount: number, retryAfterMs = 0): number {
  const doubledMs = SECOND_MS * 2 ** Math.min(failureCount - 1, 30)
  return Math.min(Math.max(doubledMs, retryAfterMs), MAX_DELAY_MS)
}

/** What its row becomes. */
export function afterAttempt(row: Tried, outcome: DeliveryOutcome, nowMs: number): AttemptedDelivery {
  const { id, failureCount, begunAtMs, dueAtMs } = row
  if (outcome.isDelivered) {
    const { statusCode = null, madeSeq = null, messageId = null } = outcome
    const ended = { state: 'Succeeded', endedAtMs: nowMs, detail: null } as const
    return { id, failureCount, dueAtMs, statusCode, madeSeq, messageId, ...ended }
  }
  const { statusCode = null, canRetry, retryAfterMs } = outcome
  const next = { id, failureCount: failureCount + 1, statusCode, madeSeq: null, messageId: null }
  const nextDueAtMs = nowMs + deliveryDelayMs(next.failureCount, retryAfterMs)
  const isGivenUp = nextDueAtMs > begunAtMs + GIVE_UP_AFTER_MS
  const detail = outcome.detail.slice(0, MAX_DETAIL_CHARACTERS).toWellFormed()
  if (canRetry && !isGivenUp) return { ...next, state: 'Pending', dueAtMs: nextDueAtMs, endedAtMs: null, detail }
  const hours = GIVE_UP_AFTER_MS / HOUR_MS
  const why = canRetry ? `given up after ${hours} hours, the last time: ${detail}` : detail
  return { ...next, state: 'Failed', dueAtMs, endedAtMs: nowMs, detail: why }
}
