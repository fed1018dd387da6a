/** Takes in the task that repairs another one, and links the two, inside the turn's transaction. */
import { AppError } from '../../../shared/errors.ts'
import type { DestinationBodies } from '../destinations/destinationBodies.ts'
import type { SubmitReceipt } from '../ports.ts'
import { type Admission, checkRequest } from '../tasks/admission.ts'
import { copyTask } from '../tasks/replayTask.ts'
import type { StoreState } from '../tasks/storeState.ts'
import { submitTask } from '../tasks/submitTask.ts'
import type { Repairable } from './repairRules.ts'

export type MakeRepairDeps = { state: StoreState; admission: Admission; bodies: DestinationBodies }

/** Throws task_not_found, payload_too_large, backlog_full, disk_full, task_exists, before anything is written. */
export function makeRepair(
  { state, admission, bodies }: MakeRepairDeps,
  { task, target, newTaskId, delaySeconds }: Repairable & { delaySeconds: number },
): SubmitReceipt {
  const { accountId, config } = target
  const { functionName } = config
  if (newTaskId === null) {
    return copyTask(state, admission, {
      seq: task.seq,
      accountId,
      functionName,
      newTaskId,
      payload: null,
      delaySeconds,
    })
  }
  const payload = bodies.of(task.seq)
  if (payload === null) throw new AppError('task_not_found', `task '${task.taskId}' is no longer kept`)
  const request = { accountId, functionName, payload, taskId: newTaskId, delaySeconds: 0 }
  checkRequest(request)
  const receipt = submitTask(state, admission, request, 'compensation')
  state.sql.insertLink.run({ oldSeq: task.seq, kind: 'compensation', newSeq: receipt.seq })
  return receipt
}

/** Refusals of now, not of this task: later it may be taken in. */
export const mayPass = (error: unknown): error is AppError =>
  error instanceof AppError && (error.code === 'backlog_full' || error.code === 'disk_full')
