/**
 * Delivers to a function or a message queue of this workspace, inside the turn's transaction: the task or message
 * and the end of the delivery are durable together, so each is made exactly once.
 */
import { parseTarget } from '../../../shared/domain/destinationTarget.ts'
import { MAX_ASYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { AppError } from '../../../shared/errors.ts'
import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import { MAX_MESSAGE_BYTES } from '../messageQueues/messageQueues.ts'
import type { Admission } from '../tasks/admission.ts'
import type { StoreState } from '../tasks/storeState.ts'
import { submitTask } from '../tasks/submitTask.ts'
import type { DeliveryOutcome } from './deliveryPolicy.ts'

/** FC.md section 2.6. */
const MAX_FUNCTION_BYTES = MAX_ASYNC_PAYLOAD_BYTES

type Parcel = { accountId: number; deliveryId: number; target: string; body: string }

export function deliverHere(state: StoreState, admission: Admission, parcel: Parcel): DeliveryOutcome {
  try {
    const target = parseTarget(parcel.target)
    if (target.kind === 'function') return toFunction(state, admission, { ...parcel, ...target })
    if (target.kind === 'queue') return toQueue(state, { ...parcel, ...target })
    return refused(target.kind === 'unsupported' ? target.reason : 'an address is called by the courier')
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const mayPass = error.code === 'backlog_full' || error.code === 'disk_full'
    return { isDelivered: false, detail: error.message, canRetry: mayPass }
  }
}

function toFunction(
  state: StoreState,
  admission: Admission,
  parcel: Parcel & { functionName: string },
): DeliveryOutcome {
  const { accountId, functionName, body } = parcel
  const target = state.functions.find(accountId, functionName)
  if (target === undefined) return refused(`function '${functionName}' does not exist here: make it and try again`)
  if (target.limits.functionLimit === 0) {
    return refused(`function '${functionName}' takes nothing: its reserved concurrency is 0`)
  }
  const excess = excessOf(body, MAX_FUNCTION_BYTES, 'a function')
  if (excess !== null) return { ...refused(excess), isTooLarge: true }
  const request = { accountId, functionName, payload: body, taskId: null, delaySeconds: 0 }
  return { isDelivered: true, madeSeq: submitTask(state, admission, request, 'delivery').seq }
}

function toQueue(state: StoreState, parcel: Parcel & { queueName: string }): DeliveryOutcome {
  const { accountId, deliveryId, queueName, body } = parcel
  const excess = excessOf(body, MAX_MESSAGE_BYTES, 'a message queue')
  if (excess !== null) return { ...refused(excess), isTooLarge: true }
  return { isDelivered: true, messageId: state.followUps.messages.send({ accountId, queueName, body, deliveryId }) }
}

function excessOf(body: string, maxBytes: number, taker: string): string | null {
  const bytes = Buffer.byteLength(body)
  if (bytes <= maxBytes) return null
  return `payload_too_large: the body has ${bytes} bytes; ${taker} takes at most ${maxBytes} (${maxBytes / KIB_BYTES} KB)`
}

const refused = (detail: string) => ({ isDelivered: false as const, detail, canRetry: false })
