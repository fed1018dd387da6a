/** The body that destinations are sent, field by field as in FC.md section 2.6. */
import { describe, expect, it } from 'vitest'
import { destinationBody } from '../../../electron/engine/destinations/destinationBody.ts'
import type { EndedTask } from '../../../electron/storage/deliveries.sql.ts'

const ended = (change: Partial<EndedTask> = {}): EndedTask => ({
  region: 'cn-hangzhou',
  accountUid: '1234567890123456',
  functionName: 'f',
  requestId: '1-67890abc-d6f7e8a9b0c1',
  state: 'Succeeded',
  endedAtMs: 1_660_120_276_975,
  attemptCount: 1,
  payload: '{"orderId":7}',
  result: '{"ok":true}',
  errorType: null,
  errorBody: null,
  reason: null,
  ...change,
})
const bodyOf = (change: Partial<EndedTask> = {}) => JSON.parse(destinationBody(ended(change)))

describe('The body of a destination', () => {
  it('has the fields of FC in the order of FC after a success', () => {
    expect(destinationBody(ended())).toBe(
      '{"timestamp":1660120276975,' +
        '"requestContext":{"requestId":"1-67890abc-d6f7e8a9b0c1","functionArn":"acs:fc:cn-hangzhou:1234567890123456:functions/f","condition":"","approximateInvokeCount":1},' +
        '"requestPayload":"{\\"orderId\\":7}",' +
        '"responseContext":{"statusCode":200,"functionError":""},' +
        '"responsePayload":"{\\"ok\\":true}"}',
    )
  })

  it('names the error twice and has its JSON text after a failure', () => {
    const errorBody = '{"errorMessage":"boom","errorType":"Error","stackTrace":["at handler (index.js:1:1)"]}'
    const failure = { state: 'Failed', errorType: 'UnhandledInvocationError', errorBody, result: null, attemptCount: 4 }
    expect(bodyOf(failure as Partial<EndedTask>)).toEqual({
      timestamp: 1_660_120_276_975,
      requestContext: {
        requestId: '1-67890abc-d6f7e8a9b0c1',
        functionArn: 'acs:fc:cn-hangzhou:1234567890123456:functions/f',
        condition: 'UnhandledInvocationError',
        approximateInvokeCount: 4,
      },
      requestPayload: '{"orderId":7}',
      responseContext: { statusCode: 200, functionError: 'UnhandledInvocationError' },
      responsePayload: errorBody,
    })
  })

  it.each([
    ['Expired', 'waited 9 min, longer than its maximum age', 'AsyncEventExpired'],
    ['Invalid', 'its function was deleted', 'AsyncEventInvalid'],
    ['Stopped', null, 'AsyncEventStopped'],
    ['Failed', 'interrupted 3 times', 'FunctionInterrupted'],
  ] as const)('of a task that is %s (%s) says %s, and that nothing answered', (state, reason, word) => {
    const body = bodyOf({ state, reason, result: null, attemptCount: 0 })
    expect(body.requestContext.condition).toBe(word)
    expect(body.responseContext).toEqual({ statusCode: 0, functionError: word })
    expect(body.responsePayload).toBe(JSON.stringify({ errorMessage: reason ?? word }))
    expect(body.requestContext.approximateInvokeCount).toBe(0)
  })

  it('keeps the last error of a task that grew too old for its next retry', () => {
    const body = bodyOf({
      state: 'Failed',
      errorType: 'HandledInvocationError',
      errorBody: '{}',
      reason: 'not retried',
    })
    expect([body.requestContext.condition, body.responsePayload]).toEqual(['HandledInvocationError', '{}'])
  })

  it('has payloads as strings whatever they are: text as it came, bytes as Base64, nothing as an empty text', () => {
    const text = 'a "quote", a \u0000 and 你好'
    expect(bodyOf({ payload: text, result: Buffer.from([0xff, 0xfe]) })).toMatchObject({
      requestPayload: text,
      responsePayload: '//4=',
    })
    expect(bodyOf({ result: null }).responsePayload).toBe('')
  })
})
