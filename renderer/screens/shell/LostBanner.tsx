/** Says that what is on the screen is old, once the host has been gone for longer than a moment. */
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useIsStale, useNow } from '../../stores/host.ts'
import { useProjects } from '../../stores/projects.ts'
import { Icon } from '../../ui/index.ts'
import css from './LostBanner.module.css'
import { useSince } from './useSince.ts'

const SHOWN_AFTER_MS = 1_000

export function LostBanner() {
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
    <p className={css.banner} role="status">
      <Icon name="unplug" size={14} />
      {t('shell.lostBanner', { time: formatInstant(lostAtMs, { language }) })}
    </p>
  )
}
