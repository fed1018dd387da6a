/** The delivery that is open, with exactly the body that is sent; read again whenever something changed. */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { deliveriesContract } from '../../shared/contract/deliveries.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export type DeliveryDetail = OutputOf<(typeof deliveriesContract)['deliveries.get']>
type Detail = { deliveryId: number | null; delivery: DeliveryDetail | null; error: AppError | null }

const NOTHING: Detail = { deliveryId: null, delivery: null, error: null }
export const useDeliveryDetail = create<Detail>(() => NOTHING)

/** While it is open, until the returned function is called. */
export function followDelivery(deliveryId: number): () => void {
  useDeliveryDetail.setState({ ...NOTHING, deliveryId })
  return whileVisible(() => follow('tasks', paced(readDelivery)))
}

export async function readDelivery(): Promise<void> {
  const { deliveryId } = useDeliveryDetail.getState()
  if (deliveryId === null) return
  const isCurrent = () => useDeliveryDetail.getState().deliveryId === deliveryId
  try {
    const delivery = await client['deliveries.get']({ deliveryId })
    if (isCurrent()) useDeliveryDetail.setState({ delivery, error: null })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (isCurrent()) useDeliveryDetail.setState({ error })
  }
}
