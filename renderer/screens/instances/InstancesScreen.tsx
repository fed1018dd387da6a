/** The instances: the list of all, or the page of one. */
import { useRoute } from '../../stores/route.ts'
import { InstanceList } from './InstanceList.tsx'
import { InstancePage } from './InstancePage.tsx'

export function InstancesScreen() {
  const instanceId = useRoute((route) => (route.screen === 'instances' ? route.instanceId : null))
  return instanceId === null ? <InstanceList /> : <InstancePage key={instanceId} instanceId={instanceId} />
}
