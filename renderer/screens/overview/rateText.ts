/** A rate without its unit: `0.4`, `1.8`, `27`; the sign is the sentence's. Pure. */
import { formatCount } from '../../../shared/format/count.ts'

export function rateText(rate: number): string {
  const size = Math.abs(rate)
  return size < 10 ? String(Math.round(size * 10) / 10) : formatCount(Math.round(size))
}
