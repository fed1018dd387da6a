/** The queries of `deliveryPorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { notBuilt } from '../../base/notBuilt.ts'
import { DELIVERY_QUERIES, type DeliveryQueries } from './deliveryPorts.ts'

export function deliveryQueries(_db: Database): DeliveryQueries {
  return notBuilt<DeliveryQueries>(DELIVERY_QUERIES)
}
