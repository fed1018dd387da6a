/** A synchronous call: granted at once under every limit or refused with 429; never queued (DESIGN.md section 4). */
import { MAX_SYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { AppError } from '../../../shared/errors.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { bodyBytes } from '../../storage/bodies.ts'
import type { AttemptEnd } from '../messages.ts'
import type { InvokeOutcome, InvokeRequest } from '../ports.ts'
import type { StoreState } from './storeState.ts'
import type { SyncCall } from './syncCalls.ts'

/** Throws function_not_found, payload_too_large, concurrency_exceeded. */
export function startSyncCall(
  state: StoreState,
  request: InvokeRequest,
  answer: { lease: number; resolve(outcome: InvokeOutcome): void; reject(error: unknown): void },
): SyncCall {
  if (bodyBytes(request.payload) > MAX_SYNC_PAYLOAD_BYTES) {
    throw new AppError(
      'payload_too_large',
      `a synchronous call takes at most ${MAX_SYNC_PAYLOAD_BYTES / MIB_BYTES} MiB`,
    )
  }
  const { record, limits } = state.functions.get(request.accountId, request.functionName)
  const hold = state.occupancy.holdForCall(record.functionId, limits)
  if (hold !== null) {
    state.metrics?.callThrottled(record.functionId)
    throw new AppError(
      'concurrency_exceeded',
      `function '${request.functionName}' cannot be called now: the concurrency limit of the ${hold} is reached`,
    )
  }
  const call: SyncCall = {
    key: state.syncCalls.nextKey(),
    functionId: record.functionId,
    accountId: record.accountId,
    requestId: state.requestIds.next(state.clock.nowMs()),
    codeChecksum: record.code.checksum,
    ...answer,
  }
  state.syncCalls.add(call)
  state.occupancy.add(call.functionId, call.accountId)
  state.metrics?.touched(call.functionId)
  state.outbox.invocations.push({
    key: call.key,
    functionId: call.functionId,
    requestId: call.requestId,
    taskId: null,
    attempt: 1,
    retryCount: 0,
    payload: request.payload,
    wantsLogTail: request.wantsLogTail,
  })
  return call
}

export function answerSyncCall(call: SyncCall, end: AttemptEnd): void {
  switch (end.outcome) {
    case 'succeeded':
    case 'failed':
      return call.resolve({
        requestId: call.requestId,
        instanceId: end.instanceId,
        durationMs: end.durationMs,
        peakMemoryBytes: end.peakMemoryBytes,
        codeChecksum: call.codeChecksum,
        logTail: end.logTail,
        errorType: end.outcome === 'failed' ? end.errorType : null,
        body: end.outcome === 'failed' ? end.errorBody : end.result,
      })
    case 'invalid':
      return call.reject(new AppError('runtime_unsupported', end.reason))
    case 'refused':
      return call.reject(new AppError('instance_unavailable', end.reason))
    case 'released':
    case 'stopped':
      return call.reject(new AppError('unavailable', 'the function instance was stopped: call again'))
  }
}
