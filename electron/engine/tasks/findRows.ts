/** Finds tasks of any function of an account by their exact id or request id. */
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { ReadTaskRow, TaskReads } from '../../storage/taskReads.sql.ts'
import { requestSecondsOf } from './requestIds.ts'
import { seqFloor } from './taskSeqs.ts'

/** How far the instant in a request id and that in a seq may be apart: a clock set back, a burst. */
const SLACK_SECONDS = 2

/** The newest first. */
export function findRows(
  reads: TaskReads,
  { accountId, id, limit }: { accountId: number; id: string; limit: number },
): ReadTaskRow[] {
  const functionIds = new Set(reads.counters.all({ accountId }).map(({ functionId }) => functionId))
  const found = [...functionIds].flatMap((functionId) => reads.byId.get({ functionId, id }) ?? [])
  const seconds = requestSecondsOf(id)
  if (seconds !== null) {
    const after = seqFloor((seconds - SLACK_SECONDS) * SECOND_MS)
    const before = seqFloor((seconds + SLACK_SECONDS) * SECOND_MS)
    const others = reads.byRequestId.all({ requestId: id, after, before, limit })
    found.push(...others.filter(({ functionId }) => functionIds.has(functionId)))
  }
  return found.sort((a, b) => b.seq - a.seq).slice(0, limit)
}
