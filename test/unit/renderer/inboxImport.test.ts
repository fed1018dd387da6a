/** What is told of a pasted failure before the host is asked. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bodyProblem,
  closeImport,
  looksLikeFailure,
  openImport,
  sendImport,
  setImportBody,
  setImportFunction,
  useImport,
} from '../../../renderer/stores/inboxImport.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'

const BODY = {
  timestamp: 1_660_120_276_975,
  requestContext: {
    requestId: '1-64e70cf1',
    functionArn: 'acs:fc:cn-hangzhou:1234:functions/order-charge',
    condition: 'UnhandledInvocationError',
    approximateInvokeCount: 3,
  },
  requestPayload: '{"id":"A-1"}',
  responseContext: { statusCode: 200, functionError: 'UnhandledInvocationError' },
  responsePayload: '{"errorMessage":"declined"}',
}

describe('a text that is pasted on the inbox', () => {
  it.each([
    ['a body', BODY],
    ['a body in an event', { id: '1', source: 'acs.fc', data: BODY }],
    ['a list of them', [BODY]],
  ])('looks like a failure when it is %s', (_name, value) => {
    expect(looksLikeFailure(JSON.stringify(value, null, 2))).toBe(true)
  })

  it.each([
    ['a word', 'requestContext'],
    ['an id', '1-692c1f04-8d31aa02-0c110c11'],
    ['other JSON', '{"order":{"id":"A-1"}}'],
    ['a context alone', '{"requestContext":{}}'],
    ['half a body', JSON.stringify(BODY).slice(0, -5)],
  ])('looks like none when it is %s', (_name, text) => {
    expect(looksLikeFailure(text)).toBe(false)
  })

  it('never throws, whatever it is', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof looksLikeFailure(text) === 'boolean'))
  })
})

describe('a body that is typed', () => {
  it('says what is wrong with it, and where', () => {
    expect(bodyProblem('  ')).toEqual({ kind: 'empty' })
    expect(bodyProblem('{"a":}')).toEqual({ kind: 'notJson', at: 5 })
    expect(bodyProblem('1'.repeat(2_000_001))).toEqual({ kind: 'tooLong' })
    expect(bodyProblem(JSON.stringify(BODY))).toBeNull()
    expect(bodyProblem(Buffer.from(JSON.stringify(BODY)).toString('base64'))).toBeNull()
    expect(bodyProblem('hello')).toEqual({ kind: 'notJson', at: 0 })
  })
})

describe('bringing it home', () => {
  const made = { functionName: 'order-charge', taskId: 't-1', groupId: 3, isNew: true }

  it('gives the dead letter that it became', async () => {
    const link = connectToFake({ 'inbox.import': () => made })
    openImport(JSON.stringify(BODY))
    expect(await sendImport()).toEqual(made)
    expect(link.calls.map(({ input }) => input)).toEqual([{ body: JSON.stringify(BODY) }])
    closeImport()
  })

  it('keeps the body and says what the host refuses; another function is sent with it', async () => {
    const link = connectToFake({
      'inbox.import': ({ functionName }: { functionName?: string }) => {
        if (functionName === undefined) throw new AppError('function_not_found', 'there is no function charge-old')
        return made
      },
    } as never)
    openImport(JSON.stringify(BODY))
    expect(await sendImport()).toBeNull()
    expect(useImport.getState()).toMatchObject({ isOpen: true, isBusy: false, body: JSON.stringify(BODY) })
    expect(useImport.getState().error?.code).toBe('function_not_found')
    setImportFunction('order-charge')
    expect(useImport.getState().error).toBeNull()
    expect(await sendImport()).toEqual(made)
    expect(link.calls).toHaveLength(2)
    closeImport()
  })

  it('asks nobody about what is no JSON', async () => {
    const link = connectToFake({ 'inbox.import': () => made })
    openImport('{')
    setImportBody('{"')
    expect(await sendImport()).toBeNull()
    expect(link.calls).toEqual([])
    closeImport()
  })
})
