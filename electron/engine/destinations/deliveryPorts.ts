/** What the faces and the courier of HTTP deliveries may ask about deliveries. */
import type { OutputOf } from '../../../shared/contract/contract.ts'
import type { deliveriesContract } from '../../../shared/contract/deliveries.contract.ts'
import type { DeliveryKind, DeliveryState } from '../../../shared/contract/repairShapes.ts'
import type { TaskAddress } from '../ports.ts'

type Outputs = { [M in keyof typeof deliveriesContract]: OutputOf<(typeof deliveriesContract)[M]> }

/** An HTTP delivery that is to be made now. `body` null: its task is no longer kept. */
export type HttpDelivery = {
  deliveryId: number
  url: string
  host: string // with its port
  body: string | null
  requestId: string
  attempt: number // from 1
}
export type HttpEnd =
  | { outcome: 'delivered'; statusCode: number }
  /** `canRetry` false: trying again cannot help. `retryAfterMs`: the host asked not to be called before. */
  | { outcome: 'failed'; statusCode: number | null; detail: string; canRetry: boolean; retryAfterMs?: number }

export type DeliveryCommands = {
  /** Failed ones wait again, waiting ones are due now. */
  retryDeliveries(request: { accountId: number; deliveryIds: number[] }): Promise<Outputs['deliveries.retry']>
  /** function_not_found; invalid_input when there is neither a target nor one that is configured */
  testDelivery(request: {
    accountId: number
    functionName: string
    cause: 'success' | 'failure'
    target: string | null
  }): Promise<Outputs['deliveries.test']>
  /**
   * Answers once one is due, with at most two to the same host. Those that another courier took and has not ended are
   * due again: it is gone. Empty: another courier asked after this one.
   */
  takeHttpDeliveries(request: { courierId: string; limit: number }): Promise<HttpDelivery[]>
  /** Ignored when another courier holds the delivery, or it has ended. */
  endHttpDelivery(end: { courierId: string; deliveryId: number; end: HttpEnd }): Promise<void>
}
export const DELIVERY_COMMANDS = ['retryDeliveries', 'testDelivery', 'takeHttpDeliveries', 'endHttpDelivery'] as const

export type DeliveryQueries = {
  /** invalid_input for a cursor that is none */
  listDeliveries(query: {
    accountId: number
    functions: string[] | null
    states: DeliveryState[] | null
    kinds: DeliveryKind[] | null
    text: string | null
    task: TaskAddress | null
    limit: number
    cursor: string | null
  }): Promise<Outputs['deliveries.list']>
  /** delivery_not_found */
  getDelivery(query: { accountId: number; deliveryId: number }): Promise<Outputs['deliveries.get']>
  countDeliveries(accountId: number): Promise<Outputs['deliveries.totals']>
}
export const DELIVERY_QUERIES = ['listDeliveries', 'getDelivery', 'countDeliveries'] as const
