/** Logs. */
import { useText } from '../../i18n/text.ts'
import { PaneHeader } from '../../ui/index.ts'

export function LogsScreen() {
  const t = useText()
  return <PaneHeader title={t('logs.title')} />
}
