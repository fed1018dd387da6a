/**
 * Takes in a new task with the payload of an old one, or an edited one, in whatever state that is, and links
 * the two. The old task is only read (DESIGN.md section 1).
 */
import type { Body } from '../../../shared/domain/body.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ReplayRequest, SubmitReceipt } from '../ports.ts'
import type { Admission } from './admission.ts'
import type { StoreState } from './storeState.ts'
import { submitTask } from './submitTask.ts'

/** Runs inside the turn's transaction. Throws task_not_found and what `submitTask` throws. */
export function replayTask(state: StoreState, admission: Admission, request: ReplayRequest): SubmitReceipt {
  const { accountId, functionName, taskId, payload } = request
  state.functions.get(accountId, functionName) // a deleted function runs nothing, so say that first
  const old = originalOf(state, request)
  if (old === undefined) throw new AppError('task_not_found', `function '${functionName}' has no task '${taskId}'`)
  const receipt = copyTask(state, admission, { ...request, seq: old.seq })
  state.followUps.operations.record({
    accountId,
    action: 'task.replay',
    target: `${functionName}/${taskId}`,
    detail: { functionName, taskId, newTaskId: receipt.taskId, isEdited: payload !== null },
  })
  return receipt
}

export type Copy = {
  seq: number // of the old task
  accountId: number
  functionName: string // of the new one
  newTaskId: string | null
  payload: Body | null // null: that of the old one
  delaySeconds: number
}

/** As `replayTask`, of a task that was found already. */
export function copyTask(state: StoreState, admission: Admission, copy: Copy): SubmitReceipt {
  const { seq, accountId, functionName, newTaskId: taskId, delaySeconds } = copy
  const payload = copy.payload ?? state.sql.payload.get({ seq })?.body ?? ''
  const receipt = submitTask(state, admission, { accountId, functionName, payload, taskId, delaySeconds }, 'replay')
  state.sql.insertLink.run({ oldSeq: seq, kind: 'replay', newSeq: receipt.seq })
  return receipt
}

/** Of the living function or, when that was deleted and made again, of one that had its name, the latest first. */
function originalOf(state: StoreState, { accountId, functionName, taskId }: ReplayRequest) {
  const livingId = state.functions.find(accountId, functionName)?.record.functionId
  const isLiving = ({ id }: { id: number }) => Number(id === livingId)
  const named = state.functionSql.named
    .all({ accountId, name: functionName })
    .sort((a, b) => isLiving(b) - isLiving(a) || b.id - a.id)
  for (const { id: functionId } of named) {
    const task = state.sql.byId.get({ functionId, id: taskId })
    if (task !== undefined) return task
  }
  return undefined
}
