/**
 * The id of the task that compensates a dead letter is its idempotency key: it follows from the request id of the
 * letter, and ids are unique per function, so that nothing can run a compensation twice. After one that ended
 * without success the next may run, as the second.
 */
import type { SkipReason } from '../../../shared/contract/repairs.contract.ts'
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'

const PREFIX = 'compensate-'
/** Of a task id's 128: room for the prefix and a number. */
const MAX_REQUEST_ID_CHARACTERS = 100

type Id = { taskId: string; skip: null } | { skip: SkipReason & ('already_repairing' | 'already_repaired') }

/** `stateOf`: undefined for an id that is free. A request id of the cloud may have characters that no task id has. */
export function compensationId(requestId: string, stateOf: (id: string) => TaskState | undefined): Id {
  const first = PREFIX + requestId.slice(0, MAX_REQUEST_ID_CHARACTERS).replace(/[^A-Za-z0-9_-]/g, '-')
  for (let number = 1; ; number++) {
    const taskId = number === 1 ? first : `${first}-${number}`
    const state = stateOf(taskId)
    if (state === undefined) return { taskId, skip: null }
    if (!taskStates.isFinal(state)) return { skip: 'already_repairing' }
    if (state === 'Succeeded') return { skip: 'already_repaired' }
  }
}
