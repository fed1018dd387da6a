/** Where the screen is, and the ways from it to tasks, functions and queues. */
import {
  DELIVERIES_ROUTE,
  type DeliveriesRoute,
  navigate,
  type Route,
  TASKS_ROUTE,
  useRoute,
} from '../../stores/route.ts'

export const useDeliveriesRoute = (): DeliveriesRoute =>
  useRoute((route) => (route.screen === 'deliveries' ? route : DELIVERIES_ROUTE))

/** Changes the address; what is typed or moved through by keys makes no entry of the history. */
export function setDeliveriesRoute(change: Partial<DeliveriesRoute>, { replace = false } = {}): void {
  const route = useRoute.getState()
  navigate({ ...(route.screen === 'deliveries' ? route : DELIVERIES_ROUTE), ...change }, { replace })
}

export const queueRoute = (queueName: string | null, text = ''): Route => ({
  ...DELIVERIES_ROUTE,
  view: 'queues',
  queueName,
  text,
})
export const deliveryRoute = (deliveryId: number): Route => ({ ...DELIVERIES_ROUTE, deliveryId })
export const taskRoute = (task: { functionName: string; taskId: string }): Route => ({ ...TASKS_ROUTE, task })
