/** Says in the dock bar, where it moves nothing, that what is on the screen is old. Not for a moment's absence. */
import { formatInstant } from '../../../shared/format/instant.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import { useIsStale, useNow } from '../../stores/host.ts'
import { useProjects } from '../../stores/projects.ts'
import { Icon } from '../../ui/index.ts'
import { useSince } from '../shell/useSince.ts'
import css from './LostLine.module.css'

const SHOWN_AFTER_MS = SECOND_MS
const SHOWN_WHILE_OPENING_AFTER_MS = 10 * SECOND_MS // it is expected to be gone for a while

export function LostLine() {
  const lostAtMs = useSince(useIsStale())
  return lostAtMs === null ? null : <Line lostAtMs={lostAtMs} />
}

function Line({ lostAtMs }: { lostAtMs: number }) {
  const t = useText()
  const language = useLanguage()
  const nowMs = useNow()
  const isOpening = useProjects(({ opening }) => opening !== null)
  if (nowMs - lostAtMs < (isOpening ? SHOWN_WHILE_OPENING_AFTER_MS : SHOWN_AFTER_MS)) return null
  return (
    <p className={css.line} role="status">
      <Icon name="unplug" size={14} />
      <span className={css.text}>{t('shell.lostLine', { time: formatInstant(lostAtMs, { language }) })}</span>
    </p>
  )
}
