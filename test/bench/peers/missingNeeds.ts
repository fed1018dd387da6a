/** What the peers need and is not there, or was not asked for, with the reason. */
import type { Need, Subject } from '../bench.ts'
import type { BenchOptions } from '../options.ts'
import { installPeers } from './installPeers.ts'
import { findPostgres } from './postgresServer.ts'
import { findRedis } from './redisServer.ts'

export function missingNeeds({ withPeers }: BenchOptions, subjects: Subject[]): Map<Need, string> {
  const missing = new Map<Need, string>()
  const isNeeded = (need: Need) => subjects.some(({ needs }) => needs === need)
  const refusal = subjects.some(({ needs }) => needs !== undefined) ? installPeers() : null
  if (refusal !== null) for (const need of ['peers', 'redis', 'postgres'] as const) missing.set(need, refusal)
  const leaveOut = (need: Need, reason: string) => {
    if (isNeeded(need) && !missing.has(need)) missing.set(need, reason)
  }
  if (!withPeers) {
    leaveOut('redis', 'BullMQ is measured with --peers')
    leaveOut('postgres', 'pg-boss is measured with --peers')
  }
  if (findRedis() === null) leaveOut('redis', 'no redis-server on PATH')
  if (findPostgres() === null) leaveOut('postgres', 'no PostgreSQL: neither on PATH nor in /usr/lib/postgresql')
  return missing
}
