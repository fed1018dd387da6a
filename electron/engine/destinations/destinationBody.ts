/**
 * What a destination is sent about the end of a task: FC's JSON text (FC.md section 2.6). Pure.
 *
 * [U], decided here:
 * - `condition` and `functionError` are the same word, as in FC's samples, so that a consumer which looks at either
 *   sees a failure: the error's type after a function error; FunctionInterrupted when its hosts died under it;
 *   AsyncEventExpired and AsyncEventInvalid when it never came to run; AsyncEventStopped, which no destination gets
 *   but a compensation may.
 * - `statusCode` is 200 when the function answered, also with an error, as in FC's samples; 0 when nothing answered.
 * - `responsePayload` of what has no error of a function is `{"errorMessage": reason}`.
 * - Bytes that are no UTF-8 are Base64, as everywhere in JSON here.
 */
import type { Body } from '../../../shared/domain/body.ts'
import { functionArn } from '../../../shared/domain/destinationTarget.ts'
import type { FinalTaskState } from '../../../shared/domain/taskStates.ts'
import type { EndedTask } from '../../storage/deliveries.sql.ts'

const WORDS: Record<Exclude<FinalTaskState, 'Succeeded'>, string> = {
  Failed: 'FunctionInterrupted',
  Expired: 'AsyncEventExpired',
  Invalid: 'AsyncEventInvalid',
  Stopped: 'AsyncEventStopped',
}

export function destinationBody(task: EndedTask): string {
  const word = task.state === 'Succeeded' ? '' : (task.errorType ?? WORDS[task.state])
  const hasAnswered = task.state === 'Succeeded' || task.errorType !== null
  return JSON.stringify({
    timestamp: task.endedAtMs,
    requestContext: {
      requestId: task.requestId,
      functionArn: functionArn(task.functionName, task),
      condition: word,
      approximateInvokeCount: task.attemptCount,
    },
    requestPayload: text(task.payload),
    responseContext: { statusCode: hasAnswered ? 200 : 0, functionError: word },
    responsePayload: responsePayload(task),
  })
}

function responsePayload({ state, result, errorBody, reason }: EndedTask): string {
  if (state === 'Succeeded') return text(result ?? '')
  return errorBody ?? JSON.stringify({ errorMessage: reason ?? WORDS[state] })
}

const text = (body: Body) => (typeof body === 'string' ? body : Buffer.from(body).toString('base64'))
