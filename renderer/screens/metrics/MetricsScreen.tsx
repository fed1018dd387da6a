/** Metrics. */
import { useText } from '../../i18n/text.ts'
import { PaneHeader } from '../../ui/index.ts'

export function MetricsScreen() {
  const t = useText()
  return <PaneHeader title={t('metrics.title')} />
}
