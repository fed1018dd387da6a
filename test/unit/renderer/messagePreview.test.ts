import { describe, expect, it } from 'vitest'
import { messagePreview } from '../../../renderer/stores/messageQueuesPreview.ts'

const sent = (condition: string, requestPayload: string) =>
  JSON.stringify({
    timestamp: 1,
    requestContext: {
      requestId: '1-2-3',
      functionArn: 'acs:fc:cn-hangzhou:1:functions/order-charge',
      condition,
      approximateInvokeCount: 1,
    },
    requestPayload,
    responseContext: { statusCode: 200, functionError: condition },
    responsePayload: '{}',
  })

describe('the preview of a message', () => {
  it('of a failure says on what it failed, which function, and how', () => {
    expect(messagePreview(sent('UnhandledInvocationError', '{"id":"A-1","n":2}')).pairs).toEqual([
      { key: 'id', value: 'A-1' },
      { key: 'n', value: '2' },
      { key: 'order-charge', value: 'UnhandledInvocationError' },
    ])
  })

  it('of a success says whose result it is; a payload that is no JSON stands there as it is', () => {
    expect(messagePreview(sent('', 'order 7, as text')).pairs).toEqual([
      { key: 'payload', value: 'order 7, as text' },
      { key: 'result', value: 'order-charge' },
    ])
    expect(messagePreview(sent('', '')).pairs).toHaveLength(1)
  })

  it('of other JSON shows its first values, and of text its beginning', () => {
    expect(
      messagePreview('{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}')
        .pairs.map(({ key }) => key)
        .join(''),
    ).toBe('abcde')
    expect(messagePreview('hello\nthere')).toEqual({ pairs: [], text: 'hello\nthere' })
    expect(messagePreview('x'.repeat(1_000)).text).toHaveLength(400)
  })
})
