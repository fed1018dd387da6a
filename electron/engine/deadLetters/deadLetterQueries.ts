/** The queries of `deadLetterPorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { notBuilt } from '../../base/notBuilt.ts'
import { DEAD_LETTER_QUERIES, type DeadLetterQueries } from './deadLetterPorts.ts'

export function deadLetterQueries(_db: Database): DeadLetterQueries {
  return notBuilt<DeadLetterQueries>(DEAD_LETTER_QUERIES)
}
