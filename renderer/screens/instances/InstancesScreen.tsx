/** Instances. */
import { useText } from '../../i18n/text.ts'
import { PaneHeader } from '../../ui/index.ts'

export function InstancesScreen() {
  const t = useText()
  return <PaneHeader title={t('instances.title')} />
}
