/**
 * When something happened: how long ago in the text, the exact instant in `title`, which the browser
 * shows as a tooltip. What lies ahead is "in 4 s". With `clock` 'absolute' the text is the instant. Where nothing
 * that the keyboard opens tells it whole, `isStop` makes it a stop of its own, with a tooltip on focus.
 */

import { formatAgo } from '../../../shared/format/ago.ts'
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { Tooltip } from '../layers/Tooltip.tsx'

export type InstantProps = { atMs: number; nowMs: number; clock?: 'relative' | 'absolute'; isStop?: boolean }

export function Instant({ atMs, nowMs, clock = 'relative', isStop = false }: InstantProps) {
  const t = useText()
  const language = useLanguage()
  const span = formatAgo(nowMs - atMs)
  const relative = atMs > nowMs ? t('common.in', { span }) : span
  const whole = formatInstant(atMs, { withDate: true, withMs: true, language })
  const shown = clock === 'absolute' ? formatInstant(atMs, { language }) : relative
  const dateTime = new Date(atMs).toISOString()
  if (!isStop) {
    return (
      <time dateTime={dateTime} title={whole}>
        {shown}
      </time>
    )
  }
  return (
    <Tooltip label={whole}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its tooltip is for the keyboard, too */}
      <time dateTime={dateTime} tabIndex={0}>
        {shown}
      </time>
    </Tooltip>
  )
}
