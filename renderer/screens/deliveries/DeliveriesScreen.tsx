/** What is delivered to destinations, and the local message queues: two views of one screen. */
import { DeliveriesView } from './DeliveriesView.tsx'
import { useDeliveriesRoute } from './deliveriesMoves.ts'
import { QueuesView } from './QueuesView.tsx'

export function DeliveriesScreen() {
  const { view } = useDeliveriesRoute()
  return view === 'queues' ? <QueuesView /> : <DeliveriesView />
}
