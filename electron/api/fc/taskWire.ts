/**
 * A task as FC's AsyncTask (FC.md section 1.5). [U] the words of `destinationStatus` beside "Succeeded": "Failed",
 * and "Pending" until either is known; without a destination there is none.
 */
import type { Body } from '../../../shared/domain/body.ts'
import type { TaskDetail, TaskSummary, TaskTransition } from '../../../shared/domain/task.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'
import type { TaskPage } from '../../engine/ports.ts'
import { bodyText, type FunctionPlace, functionArn } from './wireText.ts'

type Destined = Pick<TaskPage['tasks'][number], 'destinationStatus'>

export function summaryWire(task: TaskSummary & Destined & { payload: Body | null }, place: FunctionPlace) {
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
    destinationStatus: task.destinationStatus ?? undefined,
    taskErrorMessage: errorMessage(task),
    taskPayload: payload === null ? undefined : bodyText(payload),
  }
}

export function detailWire(task: TaskDetail & Destined, place: FunctionPlace) {
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
