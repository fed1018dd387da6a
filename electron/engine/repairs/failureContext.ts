/** What a compensation function is given: the failure of a task exactly as its failure destination gets it. */
import type { Database } from 'better-sqlite3'

export type FailureContexts = { of(seq: number): string }
export function failureContexts(db: Database): FailureContexts {
  const sql = db.prepare<
    { seq: number },
    {
      endedAtMs: number
      requestId: string
      name: string
      payload: unknown
      error: string | null
      type: string | null
      reason: string | null
      attempts: number
    }
  >(`
    SELECT ended_at_ms AS endedAtMs, ifnull(request_id, task.id) AS requestId, function.name, coalesce(payload, (SELECT body FROM task_body WHERE task_seq = seq AND kind = 'payload')) AS payload,
           error_body AS error, error_type AS type, reason, attempt_count AS attempts FROM task JOIN function ON function.id = function_id WHERE seq = :seq`)
  return {
    of: (seq) => {
      const row = sql.get({ seq })
      const condition = row?.type ?? 'Failed'
      return JSON.stringify({
        timestamp: row?.endedAtMs,
        requestContext: {
          requestId: row?.requestId,
          functionArn: `acs:fc:::functions/${row?.name}`,
          condition,
          approximateInvokeCount: row?.attempts,
        },
        requestPayload: String(row?.payload),
        responseContext: { statusCode: 200, functionError: condition },
        responsePayload: row?.error ?? JSON.stringify({ errorMessage: row?.reason }),
      })
    },
  }
}
