/** A task as FC's AsyncTask (FC.md section 1.5). `destinationStatus` comes with the destinations. */
import type { Body } from '../../../shared/domain/body.ts'
import type { TaskDetail, TaskSummary, TaskTransition } from '../../../shared/domain/task.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import { bodyText, type FunctionPlace, functionArn } from './wireText.ts'

export function summaryWire(task: TaskSummary & { payload: Body | null }, place: FunctionPlace) {
  const { startedAtMs, endedAtMs, payload } = task
  return {
    taskId: task.taskId,
    status: task.state,
    functionArn: functionArn(place, task.functionName),
    qualifier: 'LATEST',
    requestId: task.requestId,
    instanceId: task.instanceId ?? undefined,
    startedTime: startedAtMs ?? undefined,
    endTime: endedAtMs ?? undefined,
    durationMs: startedAtMs === null || endedAtMs === null ? undefined : endedAtMs - startedAtMs,
    alreadyRetriedTimes: task.retryCount,
    taskErrorMessage: errorMessage(task),
    taskPayload: payload === null ? undefined : bodyText(payload),
  }
}

export function detailWire(task: TaskDetail, place: FunctionPlace) {
  return {
    ...summaryWire(task, place),
    returnPayload: task.result === null ? undefined : bodyText(task.result),
    events: task.events.map(eventWire),
  }
}

const eventWire = ({ state, atMs, detail }: TaskTransition, index: number) => ({
  eventId: index + 1,
  status: state,
  timestamp: atMs,
  eventDetail: detail,
})

/** [U] FC's sample has only the error's type here; the error's JSON text says more. */
function errorMessage({ state, errorBody, errorType, reason }: TaskSummary): string | undefined {
  return errorBody ?? errorType ?? (taskStates.isFinal(state) ? reason : null) ?? undefined
}
