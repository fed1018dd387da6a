/** Numbers stay when the latest could not be read; this line says so. */
import { useText } from '../../i18n/text.ts'
import { useIsStale } from '../../stores/host.ts'
import type { MetricAnswer } from '../../stores/metricsSeries.ts'
import { Icon } from '../../ui/index.ts'
import css from './StaleLine.module.css'

export function StaleLine({ answer: { series, error } }: { answer: MetricAnswer }) {
  const t = useText()
  const isLost = useIsStale() // the frame says that
  if (series === null || error === null || isLost) return null
  return (
    <p className={css.line} role="alert">
      <Icon name="triangle-alert" size={14} />
      {t('metrics.latestFailed', { message: error.message })}
    </p>
  )
}
