import { hash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Acs3Request, parseAcs3Authorization, signAcs3, verifyAcs3 } from '../../../electron/base/acs3.ts'
import { type Fc, fcModels, sdkClient } from '../../support/sdkClient.ts'
import { createRequest, invoke } from '../../support/testFcApi.ts'

const KEY = { id: 'LTAI-test', secret: 'a-secret/with+signs=' }

/** What the SDK really sends for a call, caught by a server that answers `{}`. */
async function capture(call: (fc: Fc) => Promise<unknown>): Promise<Acs3Request & { authorization: string }> {
  const caught: { message: IncomingMessage; body: Buffer }[] = []
  const server = createServer(async (message, answer) => {
    const chunks: Buffer[] = []
    for await (const chunk of message) chunks.push(chunk)
    caught.push({ message, body: Buffer.concat(chunks) })
    answer.end('{}')
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = server.address()
  await call(sdkClient(`127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, KEY))
  const { message, body } = caught[0]!
  return {
    method: message.method!,
    url: message.url!,
    headers: message.headers,
    bodySha256: hash('sha256', body),
    authorization: message.headers.authorization!,
  }
}

const list =
  (functionName: string, query: ConstructorParameters<typeof fcModels.ListAsyncTasksRequest>[0]) => (fc: Fc) =>
    fc.listAsyncTasks(functionName, new fcModels.ListAsyncTasksRequest(query))
const get = (functionName: string, taskId: string) => (fc: Fc) =>
  fc.getAsyncTask(functionName, taskId, new fcModels.GetAsyncTaskRequest({ qualifier: 'LATEST' }))

const CALLS: [name: string, call: (fc: Fc) => Promise<unknown>][] = [
  [
    'an invocation with a body and FC headers',
    (fc) =>
      invoke(fc, 'f', {
        payload: 'päyload',
        headers: { 'x-fc-async-task-id': 't-1', 'x-fc-invocation-type': 'Async' },
      }),
  ],
  ['a JSON body', (fc) => fc.createFunction(createRequest('f'))],
  ['a request without a body', (fc) => fc.stopAsyncTask('f', 't', new fcModels.StopAsyncTaskRequest({}))],
  ['a query that has to be sorted and encoded', list('f', { status: 'Failed', prefix: "a b+c*d'e(f)!~&=", limit: 5 })],
  ['an empty query value', list('f', { prefix: '' })],
  ['a space and a slash in the path', get('f$1', 'a b/c')],
  ['an apostrophe in the path, signed raw but sent as %27', get('f', "it's'")],
  ['characters in the path that only one side encodes', get('f', 'a*b*c~d!e(f)+g')],
  ['letters beyond ASCII', get('f', '任务')],
]

describe('the ACS3 signature', () => {
  it.each(CALLS)('of the SDK is accepted for %s', async (_name, call) => {
    const { authorization, ...request } = await capture(call)
    const parsed = parseAcs3Authorization(authorization)!
    expect(parsed.accessKeyId).toBe(KEY.id)
    expect(verifyAcs3(request, parsed, KEY.secret)).toBe(true)
    expect(verifyAcs3(request, parsed, `${KEY.secret}x`)).toBe(false)
  })

  it('is the same as the SDK makes it', async () => {
    const { authorization, ...request } = await capture(list('f', { prefix: 'a b', limit: 5 }))
    expect(signAcs3(request, KEY)).toBe(authorization)
  })

  it('is refused when any signed part is changed', async () => {
    const { authorization, ...request } = await capture((fc) => fc.createFunction(createRequest('f')))
    const parsed = parseAcs3Authorization(authorization)!
    const changed: Acs3Request[] = [
      { ...request, method: 'PUT' },
      { ...request, url: `${request.url}/x` },
      { ...request, url: `${request.url}?limit=1` },
      { ...request, bodySha256: hash('sha256', 'another body') },
      { ...request, headers: { ...request.headers, host: 'localhost' } },
      { ...request, headers: { ...request.headers, 'x-acs-date': '2020-01-01T00:00:00Z' } },
    ]
    expect(changed.map((one) => verifyAcs3(one, parsed, KEY.secret))).toEqual(changed.map(() => false))
  })

  it('does not cover headers of FC itself, as in the cloud', async () => {
    const { authorization, ...request } = await capture((fc) => invoke(fc, 'f'))
    const headers = { ...request.headers, 'x-fc-async-delay': '60' }
    expect(verifyAcs3({ ...request, headers }, parseAcs3Authorization(authorization)!, KEY.secret)).toBe(true)
  })

  it('stays what it is from version to version', () => {
    const request: Acs3Request = {
      method: 'POST',
      url: "/2023-03-30/functions/f/async-tasks/it's*?b=2&a=x%20y&empty",
      headers: {
        host: '127.0.0.1:8899',
        'content-type': ' application/json ',
        'x-acs-date': '2026-11-24T07:04:06Z',
        accept: '*/*',
      },
      bodySha256: hash('sha256', '{}'),
    }
    expect(signAcs3(request, KEY)).toBe(
      'ACS3-HMAC-SHA256 Credential=LTAI-test,SignedHeaders=content-type;host;x-acs-date,Signature=462523fe820da9de23cf682b80bccc16ae7b178347a5ac7ca42a4bdb42ce4cd2',
    )
  })

  it.each([
    '',
    'Bearer abc',
    'FC LTAI-test:c2lnbmF0dXJl',
    'ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=00',
    'ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host,Signature=zz',
    'ACS3-HMAC-SHA256 Credential=a,Signature=00',
  ])('is not read out of %j', (header) => {
    expect(parseAcs3Authorization(header)).toBeNull()
  })

  it('with a query that cannot be decoded is refused, not an error', () => {
    const request: Acs3Request = { method: 'GET', url: '/f?a=%E0%A4%A', headers: {}, bodySha256: '' }
    const authorization = { accessKeyId: 'a', signedHeaders: ['host'], signature: '0'.repeat(64) }
    expect(verifyAcs3(request, authorization, KEY.secret)).toBe(false)
  })
})
