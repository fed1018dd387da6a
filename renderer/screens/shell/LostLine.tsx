/** Says in the dock bar, where it moves nothing, that what is on the screen is old. Not for a moment's absence. */
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useIsStale, useNow } from '../../stores/host.ts'
import { useProjects } from '../../stores/projects.ts'
import { Icon } from '../../ui/index.ts'
import css from './LostLine.module.css'
import { useSince } from './useSince.ts'

const SHOWN_AFTER_MS = 1_000

export function LostLine() {
  const isOpening = useProjects(({ opening }) => opening !== null)
  const lostAtMs = useSince(useIsStale() && !isOpening)
  return lostAtMs === null ? null : <Line lostAtMs={lostAtMs} />
}

function Line({ lostAtMs }: { lostAtMs: number }) {
  const t = useText()
  const language = useLanguage()
  const nowMs = useNow()
  if (nowMs - lostAtMs < SHOWN_AFTER_MS) return null
  return (
    <p className={css.line} role="status">
      <Icon name="unplug" size={14} />
      <span className={css.text}>{t('shell.lostLine', { time: formatInstant(lostAtMs, { language }) })}</span>
    </p>
  )
}
