/** Limits of a function in words, for the line of facts and for the table of settings. */
import { formatBytes } from '../../../shared/format/bytes.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import { useText } from '../../i18n/text.ts'
import type { FunctionConfiguration } from '../../stores/functionDetail.ts'

export const formatMemory = (megabytes: number) => formatBytes(megabytes * MIB_BYTES)

/** Node says `v24.21.0`, Python `3.12.1`. */
export const formatVersion = (version: string) => version.replace(/^v(?=\d)/, '')

/** A configured length of time, which is usually a round one: `10 s`, `1 h`, `90 s`. */
export function formatSeconds(seconds: number): string {
  const lengthMs = seconds * SECOND_MS
  if (lengthMs > 0 && lengthMs % DAY_MS === 0) return `${lengthMs / DAY_MS} d`
  if (lengthMs > 0 && lengthMs % HOUR_MS === 0) return `${lengthMs / HOUR_MS} h`
  if (lengthMs > 0 && lengthMs % MINUTE_MS === 0) return `${lengthMs / MINUTE_MS} m`
  return lengthMs < HOUR_MS ? `${seconds} s` : formatDurationMs(lengthMs)
}

/** Reserved instances, each with its own concurrency. */
export function useAtOnceText(configuration: FunctionConfiguration | null): string {
  const t = useText()
  if (configuration === null) return ''
  const { reservedConcurrency, instanceConcurrency } = configuration
  if (reservedConcurrency === null) return t('functions.atOnceAccount')
  if (reservedConcurrency === 0) return t('functions.atOnceNone')
  return t('functions.atOnce', { count: reservedConcurrency * instanceConcurrency })
}
