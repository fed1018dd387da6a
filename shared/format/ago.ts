/** How long ago something was, in one unit. Input: milliseconds. */
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../units/time.ts'
import { formatCount } from './count.ts'

/** `4 s`, `2 m`, `3 h`, `5 d`; the same for what lies ahead. */
export function formatAgo(ms: number): string {
  const lengthMs = Math.abs(ms)
  if (lengthMs < MINUTE_MS) return `${Math.floor(lengthMs / SECOND_MS)} s`
  if (lengthMs < HOUR_MS) return `${Math.floor(lengthMs / MINUTE_MS)} m`
  if (lengthMs < DAY_MS) return `${Math.floor(lengthMs / HOUR_MS)} h`
  return `${formatCount(Math.floor(lengthMs / DAY_MS))} d`
}
