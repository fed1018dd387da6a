/** Lengths of time as the window, the command line and messages show them. Input: milliseconds. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../units/time.ts'
import { formatCount } from './count.ts'

/** `184 ms`, `3.00 s`, `42.1 s`, `4 m 12 s`, `2 h 05 m`, `3 d 4 h`. Whole steps below the next unit, never rounded up to it. */
export function formatDurationMs(ms: number): string {
  const lengthMs = Math.max(0, ms)
  if (lengthMs < SECOND_MS) return `${Math.floor(lengthMs)} ms`
  if (lengthMs < 10 * SECOND_MS) return `${(Math.floor(lengthMs / 10) / 100).toFixed(2)} s`
  if (lengthMs < MINUTE_MS) return `${(Math.floor(lengthMs / 100) / 10).toFixed(1)} s`
  if (lengthMs < HOUR_MS) return pair(lengthMs, { unitMs: MINUTE_MS, unit: 'm', smallMs: SECOND_MS, small: 's' })
  if (lengthMs < DAY_MS) return pair(lengthMs, { unitMs: HOUR_MS, unit: 'h', smallMs: MINUTE_MS, small: 'm' })
  return pair(lengthMs, { unitMs: DAY_MS, unit: 'd', smallMs: HOUR_MS, small: 'h' })
}

function pair(lengthMs: number, of: { unitMs: number; unit: string; smallMs: number; small: string }): string {
  const whole = Math.floor(lengthMs / of.unitMs)
  const rest = Math.floor((lengthMs % of.unitMs) / of.smallMs)
  return `${formatCount(whole)} ${of.unit} ${rest} ${of.small}`
}
