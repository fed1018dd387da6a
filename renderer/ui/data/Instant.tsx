/**
 * When something happened: how long ago in the text, the exact instant in `title`, which the browser
 * shows as a tooltip. What lies ahead is "in 4 s". With `clock` 'absolute' the text is the instant.
 */

import { formatAgo } from '../../../shared/format/ago.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'

export type InstantProps = { atMs: number; nowMs: number; clock?: 'relative' | 'absolute' }

export function Instant({ atMs, nowMs, clock = 'relative' }: InstantProps) {
  const t = useText()
  const language = useLanguage()
  const span = formatAgo(nowMs - atMs)
  const relative = atMs > nowMs ? t('common.in', { span }) : span
  return (
    <time
      dateTime={new Date(atMs).toISOString()}
      title={formatInstant(atMs, { withDate: true, withMs: true, language })}
    >
      {clock === 'absolute' ? formatInstant(atMs, { language }) : relative}
    </time>
  )
}
