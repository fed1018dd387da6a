/** How long it has lived, and what will end it or has ended it. */
import { formatAgo } from '../../../shared/format/ago.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { useText } from '../../i18n/text.ts'
import { useNow } from '../../stores/clock.ts'
import type { InstanceRow } from '../../stores/instances.ts'
import css from './InstanceRows.module.css'

export function Uptime({ row }: { row: InstanceRow }) {
  const t = useText()
  const nowMs = useNow()
  const livedMs = Math.max(0, (row.endedAtMs ?? nowMs) - row.createdAtMs)
  const second = secondOf(row, nowMs)
  return (
    <>
      <span>{row.endedAtMs === null ? formatAgo(livedMs) : formatDurationMs(livedMs)}</span>
      {second !== null && <span className={css.second}>{second}</span>}
    </>
  )

  function secondOf({ endedAtMs, terminalCount, stopsAtMs }: InstanceRow, atMs: number): string | null {
    if (terminalCount > 0) return t('instances.terminalOpen', { count: terminalCount })
    if (endedAtMs !== null) return t('instances.endedAgo', { span: formatAgo(Math.max(0, atMs - endedAtMs)) })
    if (stopsAtMs !== null) return t('instances.stopsIn', { span: formatAgo(Math.max(0, stopsAtMs - atMs)) })
    return null
  }
}
