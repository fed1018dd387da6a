/** Says that what is left of an instance can still be looked at, and for how long. */
import { formatInstant } from '../../../shared/format/instant.ts'
import { useLanguage, useText } from '../../i18n/text.ts'
import type { InstanceDetail } from '../../stores/instancePage.ts'
import { Icon } from '../../ui/index.ts'
import css from './InstancePage.module.css'

export function HeldNote({ instance: { heldUntilMs } }: { instance: InstanceDetail }) {
  const t = useText()
  const language = useLanguage()
  if (heldUntilMs === null) return null
  return (
    <div className={css.note} role="status">
      <Icon name="snowflake" size={14} />
      {t('instances.page.heldUntil', { time: formatInstant(heldUntilMs, { language }) })}
    </div>
  )
}
