/**
 * Takes in a failure of the cloud as a task of the function here that has failed, and as its dead letter. The
 * task stands in the list where it failed; nothing is delivered for it and no metric counts it.
 */
import { MAX_ASYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { AppError } from '../../../shared/errors.ts'
import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import { bodyBytes, isInline } from '../../storage/bodies.ts'
import { MADE_BY } from '../../storage/tasks.sql.ts'
import type { LivingFunction } from '../functions/functionTable.ts'
import { boundedErrorBody } from '../tasks/errorBodies.ts'
import type { StoreState } from '../tasks/storeState.ts'
import { seqFloor } from '../tasks/taskSeqs.ts'
import type { DeadLetterCommands, ImportedFailure } from './deadLetterPorts.ts'

type Outcome = Awaited<ReturnType<DeadLetterCommands['importFailure']>>

/** Runs inside the turn's transaction. Throws function_not_found, payload_too_large, task_exists. */
export function importFailure(state: StoreState, failure: ImportedFailure): Outcome {
  const { accountId, functionName, requestId } = failure
  const target = state.functions.find(accountId, functionName)
  if (target === undefined) {
    throw new AppError(
      'function_not_found',
      `function '${functionName}' is not here: open the project that has it, or say which function of this one it is`,
    )
  }
  checkPayload(failure.payload)
  const known = state.sql.byId.get({ functionId: target.record.functionId, id: requestId })
  if (known !== undefined) return broughtBefore(state, { functionName, requestId, seq: known.seq })

  const { letters, operations } = state.followUps
  const seq = insertTask(state, target, failure)
  const functionId = target.record.functionId
  state.counters.adopt(functionId, 'Failed')
  const endedAtMs = endedAt(state, failure)
  letters.taskEnded({ seq, functionId, madeBy: MADE_BY.import, endedAtMs, state: 'Failed' })
  letters.sql.setCloudArn.run({ taskSeq: seq, cloudArn: failure.functionArn })
  operations.record({
    accountId,
    action: 'inbox.import',
    target: `${functionName}/${requestId}`,
    detail: { functionName, taskId: requestId, functionArn: failure.functionArn },
  })
  return { functionName, taskId: requestId, groupId: groupIdOf(state, seq) ?? 0, isNew: true }
}

function checkPayload(payload: string): void {
  const bytes = bodyBytes(payload)
  if (bytes <= MAX_ASYNC_PAYLOAD_BYTES) return
  throw new AppError(
    'payload_too_large',
    `its payload has ${bytes} bytes; an asynchronous call takes at most ${MAX_ASYNC_PAYLOAD_BYTES} (${MAX_ASYNC_PAYLOAD_BYTES / KIB_BYTES} KiB), so it could not be replayed here`,
  )
}

function broughtBefore(
  state: StoreState,
  { functionName, requestId, seq }: { functionName: string; requestId: string; seq: number },
): Outcome {
  const groupId = groupIdOf(state, seq)
  if (groupId === null) {
    throw new AppError(
      'task_exists',
      `function '${functionName}' has a task '${requestId}' of its own here, which is no dead letter`,
    )
  }
  return { functionName, taskId: requestId, groupId, isNew: false }
}

const groupIdOf = (state: StoreState, taskSeq: number) =>
  state.followUps.letters.sql.letter.get({ taskSeq })?.groupId ?? null

/** A clock of the cloud that is ahead of ours. */
const endedAt = (state: StoreState, { failedAtMs }: ImportedFailure) => Math.min(failedAtMs, state.clock.nowMs())

function insertTask(state: StoreState, target: LivingFunction, failure: ImportedFailure): number {
  const { letters } = state.followUps
  const atMs = endedAt(state, failure)
  const seq = freeSeq(state, atMs)
  const { payload } = failure
  letters.sql.insertImported.run({
    seq,
    functionId: target.record.functionId,
    id: failure.requestId,
    isTask: target.isTask ? 1 : 0,
    queueId: state.queueIdOf(failure.accountId),
    atMs,
    attemptCount: failure.attemptCount,
    errorType: failure.errorType,
    errorBody: boundedErrorBody(failure.errorBody),
    payload: isInline(payload) ? payload : null,
    madeBy: MADE_BY.import,
  })
  if (!isInline(payload)) state.sql.insertBody.run({ seq, kind: 'payload', body: payload })
  return seq
}

/** A seq carries its instant: the first of that millisecond which no task has, else of one of the next. */
function freeSeq(state: StoreState, atMs: number): number {
  const { sql } = state.followUps.letters
  const nowMs = state.clock.nowMs()
  for (let ms = atMs; ms < nowMs; ms++) {
    const [from, to] = [seqFloor(ms), seqFloor(ms + 1) - 1]
    const last = sql.lastSeqOf.get({ from, to })?.seq
    if (last === null || last === undefined) return from
    if (last < to) return last + 1
  }
  return state.seqs.next(nowMs)
}
