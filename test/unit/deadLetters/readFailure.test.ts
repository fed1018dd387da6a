/** What was pasted is the body of a failure destination, itself or wrapped, or it is said what is missing. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readFailure } from '../../../electron/engine/deadLetters/readFailure.ts'
import { AppError } from '../../../shared/errors.ts'

const BODY = {
  timestamp: 1_660_120_276_975,
  requestContext: {
    requestId: '1-62f37794-8f14e45fceea467f',
    functionArn: 'acs:fc:cn-hangzhou:123:functions/pay',
    condition: 'UnhandledInvocationError',
    approximateInvokeCount: 3,
  },
  requestPayload: '{"order":7}',
  responseContext: { statusCode: 200, functionError: 'UnhandledInvocationError' },
  responsePayload: '{"errorMessage":"no card","errorType":"Error"}',
}
const READ = {
  functionName: 'pay',
  functionArn: 'acs:fc:cn-hangzhou:123:functions/pay',
  requestId: '1-62f37794-8f14e45fceea467f',
  failedAtMs: 1_660_120_276_975,
  attemptCount: 3,
  errorType: 'UnhandledInvocationError',
  payload: '{"order":7}',
  errorBody: '{"errorMessage":"no card","errorType":"Error"}',
}
const json = JSON.stringify
const base64 = (text: string) => Buffer.from(text).toString('base64')
const { requestContext: context, responseContext: response } = BODY

describe('the body of a failure destination', () => {
  it.each([
    ['itself', json(BODY)],
    ['itself, indented', `\n${JSON.stringify(BODY, null, 2)}\n`],
    ['base64', base64(json(BODY))],
    ['base64 in lines', base64(json(BODY)).replace(/.{40}/g, '$&\n')],
    ['a JSON text', json(json(BODY))],
    ['a message of SMQ', json({ MessageId: 'm', Message: json(BODY) })],
    ['a message of SMQ in base64', json({ MessageBody: base64(json(BODY)) })],
    ['an event of EventBridge', json({ id: 'e', specversion: '1.0', source: 'acs.fc', data: BODY })],
    ['an event with the body as text', json({ id: 'e', data: json(BODY) })],
    ['an event around a message', json([{ data: { messageBody: base64(json(BODY)) } }])],
    ['a list of one', json([BODY])],
  ])('is read as %s', (_name, text) => {
    expect(readFailure(text)).toEqual(READ)
  })

  it.each([
    ['acs:fc:cn-hangzhou:123:services/shop.LATEST/functions/pay', 'pay'],
    ['acs:fc:::functions/pay', 'pay'],
    ['acs:fc:cn-hangzhou:123:functions/pay/versions/2', 'pay'],
    ['acs:mns:::/queues/q/messages', null],
  ])('names the function of %s', (functionArn, functionName) => {
    expect(readFailure(json({ ...BODY, requestContext: { ...context, functionArn } })).functionName).toBe(functionName)
  })

  it('of a task that never ran says so by its condition', () => {
    const body = {
      ...BODY,
      requestContext: { ...context, condition: 'FunctionResourceExhausted' },
      responseContext: { statusCode: 429, functionError: '' },
      responsePayload: '',
    }
    expect(readFailure(json(body))).toMatchObject({
      errorType: 'UnhandledInvocationError',
      errorBody: '{"errorMessage":"FunctionResourceExhausted","errorType":"FunctionResourceExhausted"}',
    })
  })

  it('keeps a payload that somebody has made JSON of', () => {
    expect(readFailure(json({ ...BODY, requestPayload: { order: 7 } })).payload).toBe('{"order":7}')
  })
})

describe('anything else', () => {
  const { requestPayload: _, ...withoutPayload } = BODY
  it.each([
    ['', 'nothing was pasted'],
    ['hello', 'neither JSON nor base64 of JSON'],
    ['7', 'requestContext.requestId, requestContext.functionArn, requestPayload'],
    [json({}), 'responseContext.functionError, timestamp (milliseconds) are missing'],
    [json(withoutPayload), 'because requestPayload is missing'],
    [json({ ...BODY, timestamp: 'yesterday' }), 'timestamp (milliseconds) is missing'],
    [json({ ...BODY, requestContext: { ...context, requestId: '' } }), 'requestContext.requestId is missing'],
    [json({ ...BODY, requestContext: { ...context, requestId: '../x' } }), 'is no request id'],
    [json({ ...BODY, responseContext: { functionError: 7 } }), 'responseContext.functionError is no text'],
    [json([BODY, BODY]), 'a list of 2'],
    [json([]), 'a list of 0'],
    [json({ Message: 'hello' }), 'neither JSON nor base64'],
    [
      json({
        ...BODY,
        requestContext: { ...context, condition: '' },
        responseContext: { ...response, functionError: '' },
      }),
      'nothing to repair',
    ],
    [json({ data: { data: { data: { data: { data: { data: { data: { data: 1 } } } } } } } }), 'wrapped too often'],
  ])('%j is refused: %s', (text, reason) => {
    expect(() => readFailure(text)).toThrow(
      expect.objectContaining({ code: 'failure_unreadable', message: expect.stringContaining(reason) }),
    )
  })

  it('is refused, never an accident', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...Object.keys(BODY)), fc.jsonValue())
      .map(([key, value]) => json({ ...BODY, [key]: value }))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), mutated, fc.base64String()), (text) => {
        try {
          expect(readFailure(text)).toMatchObject({ requestId: expect.any(String), payload: expect.any(String) })
        } catch (error) {
          expect(error).toBeInstanceOf(AppError)
        }
      }),
    )
  })
})
