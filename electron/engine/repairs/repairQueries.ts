/** The queries of `repairPorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { notBuilt } from '../../base/notBuilt.ts'
import { REPAIR_QUERIES, type RepairQueries } from './repairPorts.ts'

export function repairQueries(_db: Database): RepairQueries {
  return notBuilt<RepairQueries>(REPAIR_QUERIES)
}
