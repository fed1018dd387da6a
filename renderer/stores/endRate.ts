/**
 * How many tasks end in a second, over the last seconds: from counts that are pulled now and then.
 * Units: milliseconds of a monotonic clock; the rate is per second. Pure.
 */
import { SECOND_MS } from '../../shared/units/time.ts'

export type EndSample = { atMs: number; endedCount: number }

export const RATE_WINDOW_MS = 5 * SECOND_MS
const MIN_SPAN_MS = SECOND_MS

/** `samples` with the new one, without those that no window reaches any more. */
export function withSample(samples: readonly EndSample[], sample: EndSample): EndSample[] {
  const startMs = sample.atMs - RATE_WINDOW_MS
  const lastBefore = samples.findLastIndex(({ atMs }) => atMs <= startMs)
  return [...samples.slice(Math.max(0, lastBefore)), sample]
}

/** 0 when nothing is known yet. Records that were deleted meanwhile do not make it negative. */
export function endsPerSecond(samples: readonly EndSample[], nowMs: number): number {
  const first = samples[0]
  const last = samples.at(-1)
  if (first === undefined || last === undefined) return 0
  const startMs = nowMs - RATE_WINDOW_MS
  const base = samples.findLast(({ atMs }) => atMs <= startMs) ?? first
  const spanMs = Math.max(MIN_SPAN_MS, Math.min(RATE_WINDOW_MS, nowMs - base.atMs))
  return (Math.max(0, last.endedCount - base.endedCount) * SECOND_MS) / spanMs
}
