/** The range that a screen opens with: an hour, and a quarter of it while the host has not run for longer. */
import { useState } from 'react'
import { useHost } from './host.ts'
import { DEFAULT_RANGE, RANGES } from './metricsSeries.ts'
import type { MetricRange } from './route.ts'

export function ownRange(startedAtMs: number, nowMs: number): MetricRange {
  return nowMs - startedAtMs < RANGES['15m'].lengthMs ? '15m' : DEFAULT_RANGE
}

/** Decided when the screen opens: a range does not change under somebody's eyes. */
export function useOwnRange(): MetricRange {
  const startedAtMs = useHost(({ info }) => info?.startedAtMs ?? 0)
  const [range] = useState(() => ownRange(startedAtMs, Date.now()))
  return range
}
