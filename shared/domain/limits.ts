import { KIB_BYTES, MIB_BYTES } from '../units/bytes.ts'
import { MINUTE_MS } from '../units/time.ts'

/** FC's limits (FC.md section 2.7). */
export const MAX_ASYNC_PAYLOAD_BYTES = 128 * KIB_BYTES
export const MAX_SYNC_PAYLOAD_BYTES = 32 * MIB_BYTES
export const MAX_RESULT_BYTES = MIB_BYTES
export const MAX_LOG_TAIL_BYTES = 4 * KIB_BYTES
export const MAX_DELAY_SECONDS = 3_600
export const MAX_ENVIRONMENT_BYTES = 4 * KIB_BYTES
export const DEFAULT_ACCOUNT_CONCURRENCY = 100

/** Ours: for how long the instance of a failed attempt may be kept to be looked at. */
export const MAX_HOLD_MINUTES = 120
export const MAX_HOLD_MS = MAX_HOLD_MINUTES * MINUTE_MS
