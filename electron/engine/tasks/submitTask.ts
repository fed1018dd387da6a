/** Takes in one task: it is Enqueued, ready now or after its delay (DESIGN.md section 3). */
import { AppError } from '../../../shared/errors.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import { bindable, isInline } from '../../storage/bodies.ts'
import { MADE_BY } from '../../storage/tasks.sql.ts'
import type { SubmitReceipt, SubmitRequest } from '../ports.ts'
import { laneFor } from '../queues/lanes.ts'
import type { Admission } from './admission.ts'
import type { StoreState } from './storeState.ts'

/**
 * Runs inside the turn's transaction. `maker`: what made the task, when it was no submit. Throws
 * function_not_found, task_exists, backlog_full, disk_full.
 */
export function submitTask(
  state: StoreState,
  admission: Admission,
  request: SubmitRequest,
  maker?: keyof typeof MADE_BY,
): SubmitReceipt {
  const { sql, clock } = state
  const target = state.functions.get(request.accountId, request.functionName)
  const account = state.functions.account(request.accountId)
  admission.check({ waitingCount: state.counters.backlog(account.id), limit: account.backlogLimit })

  const nowMs = clock.nowMs()
  const functionId = target.record.functionId
  const requestId = state.requestIds.next(nowMs)
  const id = request.taskId ?? requestId
  const seq = state.seqs.next(nowMs)
  const dueAtMs = nowMs + Math.round(request.delaySeconds * SECOND_MS)
  const isDelayed = dueAtMs > nowMs
  const lane = laneFor(functionId, { isSerial: target.limits.functionLimit === 1, turn: state.nextLaneTurn() })
  const queueId = state.queueIdOf(account.id)
  const payload = bindable(request.payload)

  const { changes } = sql.insert.run({
    seq,
    functionId,
    id,
    requestId: id === requestId ? null : requestId,
    isTask: target.isTask ? 1 : 0,
    queueId,
    lane,
    dueAtMs,
    place: isDelayed ? 0 : 1,
    submittedAtMs: nowMs,
    payload: isInline(payload) ? payload : null,
    madeBy: maker === undefined ? null : MADE_BY[maker],
  })
  if (changes === 0) {
    throw new AppError(
      'task_exists',
      `function '${request.functionName}' already has a task '${id}': choose another id, or none`,
    )
  }
  if (!isInline(payload)) sql.insertBody.run({ seq, kind: 'payload', body: payload })
  state.counters.move(functionId, null, 'Enqueued')
  if (isDelayed) state.waitsUntil(dueAtMs)
  else state.waits(queueId, { seq, functionId, lane, dueAtMs, state: 'Enqueued' })
  return { seq, taskId: id, requestId }
}
