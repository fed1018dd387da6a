/** The queries of `messagePorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { notBuilt } from '../../base/notBuilt.ts'
import { MESSAGE_QUERIES, type MessageQueries } from './messagePorts.ts'

export function messageQueries(_db: Database): MessageQueries {
  return notBuilt<MessageQueries>(MESSAGE_QUERIES)
}
