/** Overview. */
import { useText } from '../../i18n/text.ts'
import { PaneHeader } from '../../ui/index.ts'

export function OverviewScreen() {
  const t = useText()
  return <PaneHeader title={t('overview.title')} />
}
