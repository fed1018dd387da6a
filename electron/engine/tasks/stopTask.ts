/**
 * Stops a task by its id (FC.md section 2.2). One that waits is stopped at once; one that a scheduler holds
 * is Stopping until the scheduler has run preStop and ended the instance. Stopping it again changes nothing;
 * stopping a task that ended otherwise is refused ([U] in FC: a silent success would hide a mistake).
 */
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { AppError } from '../../../shared/errors.ts'
import type { StoreState } from './storeState.ts'

/** Runs inside the turn's transaction. Throws function_not_found, task_not_found, task_ended. */
export function stopTask(state: StoreState, target: { accountId: number; functionName: string; taskId: string }): void {
  const { functionId } = state.functions.get(target.accountId, target.functionName).record
  const task = state.sql.byId.get({ functionId, id: target.taskId })
  if (task === undefined) {
    throw new AppError('task_not_found', `function '${target.functionName}' has no task '${target.taskId}'`)
  }
  if (task.state === 'Stopping' || task.state === 'Stopped') return
  if (taskStates.isFinal(task.state))
    throw new AppError('task_ended', `task '${target.taskId}' has already ended: ${task.state}`)

  state.followUps.operations.record({
    accountId: target.accountId,
    action: 'task.stop',
    target: `${target.functionName}/${target.taskId}`,
    detail: { functionName: target.functionName, taskId: target.taskId, state: task.state },
  })
  const nowMs = state.clock.nowMs()
  const granted = state.granted.get(task.seq)
  if (granted !== undefined) {
    state.sql.stopping.run({ seq: task.seq, nowMs })
    state.counters.move(functionId, granted.state, 'Stopping')
    granted.state = 'Stopping'
    state.outbox.stopKeys.push(task.seq)
    return
  }
  state.sql.endWaiting.run({ seq: task.seq, state: 'Stopped', endedAtMs: nowMs, stoppingAtMs: nowMs, reason: null })
  state.counters.move(functionId, task.state, 'Stopped')
  state.partitionOf(task.queueId).delete(task.lane, task.seq)
  const { seq, madeBy } = task
  state.followUps.taskEnded({ seq, functionId, madeBy, endedAtMs: nowMs, state: 'Stopped' })
}
