/** The figures of the latency bench, for each of its subjects alike. */
import type { Measurement } from './bench.ts'
import { percentile } from './figures.ts'

/** The first ones find cold code. */
export const WARM_UP_COUNT = 20

export const latencyFigures = (waitsMs: number[]): Measurement => ({
  start_p50_ms: percentile(waitsMs, 0.5),
  start_p99_ms: percentile(waitsMs, 0.99),
})
