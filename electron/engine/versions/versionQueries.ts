/** The queries of `versionPorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { notBuilt } from '../../base/notBuilt.ts'
import { VERSION_QUERIES, type VersionQueries } from './versionPorts.ts'

export function versionQueries(_db: Database): VersionQueries {
  return notBuilt<VersionQueries>(VERSION_QUERIES)
}
