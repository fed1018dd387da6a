import { hash } from 'node:crypto'
import { createConnection } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isLoopbackHost, isLoopbackOrigin } from '../../../electron/api/requestGuards.ts'
import { signAcs3 } from '../../../electron/base/acs3.ts'
import { fcError, rawFc } from '../../support/rawFc.ts'
import { fcModels, sdkClient } from '../../support/sdkClient.ts'
import { createRequest, startTestFcApi, submit } from '../../support/testFcApi.ts'

const LIST = '/2023-03-30/functions'

describe('the Host and Origin guards', () => {
  it.each(['127.0.0.1', '127.0.0.1:8899', 'localhost', 'LOCALHOST:1', '[::1]', '[::1]:8899'])(
    'admit Host %s',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true)
    },
  )
  it.each([
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.nip.io',
    '127.0.0.1@evil.example',
    '0.0.0.0',
    '',
    undefined,
  ])('refuse Host %s', (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  })
  it.each([undefined, 'http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:3000'])(
    'admit Origin %s',
    (origin) => {
      expect(isLoopbackOrigin(origin)).toBe(true)
    },
  )
  it.each(['null', 'https://evil.example', 'http://localhost.evil.example', 'file://', 'http://localhost:80/x'])(
    'refuse Origin %s',
    (origin) => {
      expect(isLoopbackOrigin(origin)).toBe(false)
    },
  )
})

describe('a request to the FC API', () => {
  it('for another Host is refused before anything else', async () => {
    const { port, key } = await startTestFcApi()
    const answer = await rawFc(port, { path: LIST, key, headers: { host: 'evil.example:80' } })
    expect(fcError(answer)).toEqual({
      status: 403,
      Code: 'AccessDenied',
      Message: "this API answers only to Host 127.0.0.1, localhost or [::1], not to 'evil.example:80'",
    })
  })

  it('from a page of another site is refused, its preflight too', async () => {
    const { port, key } = await startTestFcApi()
    for (const method of ['GET', 'OPTIONS']) {
      const answer = await rawFc(port, { method, path: LIST, key, headers: { origin: 'https://evil.example' } })
      expect(fcError(answer)).toMatchObject({ status: 403, Code: 'AccessDenied' })
    }
  })

  it('without Authorization is told which header is missing', async () => {
    const { port } = await startTestFcApi()
    expect(fcError(await rawFc(port, { path: LIST }))).toEqual({
      status: 400,
      Code: 'MissingRequiredHeader',
      Message: 'required HTTP header Authorization was not specified',
    })
  })

  it('with another scheme of signature is told which one is understood', async () => {
    const { port } = await startTestFcApi()
    const answer = await rawFc(port, { path: LIST, headers: { authorization: 'FC abc:def' } })
    expect(fcError(answer)).toMatchObject({ status: 403, Code: 'SignatureNotMatch' })
  })

  it('with an unknown key is told how to allow it', async () => {
    const { endpoint } = await startTestFcApi()
    const stranger = sdkClient(endpoint, { id: 'LTAI-stranger', secret: 's' })
    const error = await stranger.listFunctions(new fcModels.ListFunctionsRequest({})).catch((reason) => reason)
    expect(error).toMatchObject({ statusCode: 403, code: 'InvalidAccessKeyID' })
    for (const hint of ['taskyard env', '--access-key ID:SECRET', '--trust-any-key'])
      expect(error.message).toContain(hint)
  })

  it('with an unknown key is answered once the key was allowed', async () => {
    const { endpoint, allow } = await startTestFcApi()
    const key = { id: 'LTAI-later', secret: 'later' }
    const early = sdkClient(endpoint, key).listFunctions(new fcModels.ListFunctionsRequest({}))
    await expect(early).rejects.toMatchObject({ code: 'InvalidAccessKeyID' })
    const fc = await allow({ ...key, accountName: 'second' })
    expect((await fc.listFunctions(new fcModels.ListFunctionsRequest({}))).body?.functions).toEqual([])
  })

  it('with a known key and a wrong secret is refused', async () => {
    const { endpoint, key } = await startTestFcApi()
    const fc = sdkClient(endpoint, { id: key.id, secret: 'wrong' })
    await expect(fc.listFunctions(new fcModels.ListFunctionsRequest({}))).rejects.toMatchObject({
      statusCode: 403,
      code: 'SignatureNotMatch',
    })
  })

  it('is answered with a secret that was changed meanwhile', async () => {
    const { fc, key, allow } = await startTestFcApi()
    await fc.listFunctions(new fcModels.ListFunctionsRequest({}))
    const renewed = await allow({ id: key.id, secret: 'renewed', accountName: 'default' })
    expect((await renewed.listFunctions(new fcModels.ListFunctionsRequest({}))).statusCode).toBe(200)
  })

  it('whose body is not the one that was signed is refused', async () => {
    const { port, key } = await startTestFcApi()
    const signed = { path: LIST, method: 'POST', key, body: '{}' }
    const ofAnotherBody = signAcs3(
      { method: 'POST', url: LIST, headers: { host: `127.0.0.1:${port}` }, bodySha256: hash('sha256', '{"a":1}') },
      key,
    )
    const answers = [
      await rawFc(port, { ...signed, headers: { authorization: ofAnotherBody } }),
      await rawFc(port, { ...signed, headers: { 'x-acs-content-sha256': '0'.repeat(64) } }),
    ]
    expect(answers.map((answer) => fcError(answer).Code)).toEqual(['SignatureNotMatch', 'SignatureNotMatch'])
  })

  it('with any key is the default account where any key is trusted', async () => {
    const { endpoint, createFunction } = await startTestFcApi({ trustAnyKey: true })
    await createFunction('f')
    const stranger = sdkClient(endpoint, { id: 'whoever', secret: 'whatever' })
    const { body } = await stranger.listFunctions(new fcModels.ListFunctionsRequest({}))
    expect(body?.functions?.map(({ functionName }) => functionName)).toEqual(['f'])
  })

  it('with a known key and a wrong secret is refused even where any key is trusted', async () => {
    const { endpoint, key } = await startTestFcApi({ trustAnyKey: true })
    const fc = sdkClient(endpoint, { id: key.id, secret: 'wrong' })
    await expect(fc.listFunctions(new fcModels.ListFunctionsRequest({}))).rejects.toMatchObject({
      code: 'SignatureNotMatch',
    })
  })

  it('sees nothing of another account', async () => {
    const { fc, allow, createFunction } = await startTestFcApi()
    await createFunction('mine')
    const { headers } = await submit(fc, 'mine')
    const other = await allow({ id: 'LTAI-other', secret: 'other', accountName: 'other' })
    const taskId = headers['x-fc-async-task-id']!
    expect((await other.listFunctions(new fcModels.ListFunctionsRequest({}))).body?.functions).toEqual([])
    const attempts = [
      other.getFunction('mine', new fcModels.GetFunctionRequest({})),
      other.getAsyncTask('mine', taskId, new fcModels.GetAsyncTaskRequest({})),
      other.listAsyncTasks('mine', new fcModels.ListAsyncTasksRequest({})),
      other.stopAsyncTask('mine', taskId, new fcModels.StopAsyncTaskRequest({})),
      other.deleteFunction('mine'),
      submit(other, 'mine'),
    ]
    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ code: 'FunctionNotFound' })
    await other.createFunction(createRequest('mine'))
    await expect(other.getAsyncTask('mine', taskId, new fcModels.GetAsyncTaskRequest({}))).rejects.toMatchObject({
      statusCode: 404,
      code: 'AsyncTaskNotFound',
    })
  })

  it('with a query longer than 4 KiB is refused', async () => {
    const { port, key } = await startTestFcApi()
    const answer = await rawFc(port, { path: `${LIST}?prefix=${'a'.repeat(4_096)}`, key })
    expect(fcError(answer)).toMatchObject({ status: 400, Code: 'InvalidArgument' })
  })

  it.each([9_000, 200_000])('with %d bytes of headers is refused in a way that clients can read', async (bytes) => {
    const { port, key } = await startTestFcApi()
    const answer = await rawFc(port, { path: LIST, key, headers: { 'x-fc-trace-id': 'a'.repeat(bytes) } })
    expect(fcError(answer)).toMatchObject({ status: 400, Code: 'InvalidArgument' })
  })

  it.each([
    ['GET', '/'],
    ['GET', '/2023-03-30/layers'],
    ['PATCH', '/2023-03-30/functions/f'],
    ['POST', '/2021-04-06/services/s/functions/f/invocations'],
  ])('for an operation that does not exist (%s %s) gets PathNotSupported', async (method, path) => {
    const { port, key } = await startTestFcApi()
    expect(fcError(await rawFc(port, { method, path, key }))).toEqual({
      status: 404,
      Code: 'PathNotSupported',
      Message: `'${method}' against '${path}' is not supported`,
    })
  })

  it('with a broken escape in its path is refused', async () => {
    const { port, key } = await startTestFcApi()
    const answer = await rawFc(port, { path: '/2023-03-30/functions/%E0%A4%A', key })
    expect(fcError(answer)).toMatchObject({ status: 400, Code: 'InvalidArgument' })
  })

  it('that is not HTTP is refused in a way that clients can read', async () => {
    const { port } = await startTestFcApi()
    const text = await new Promise<string>((resolve, reject) => {
      const socket = createConnection({ host: '127.0.0.1', port })
      let received = ''
      socket
        .setEncoding('utf8')
        .on('error', reject)
        .on('close', () => resolve(received))
      socket.on('data', (chunk) => {
        received += chunk
      })
      socket.end('NONSENSE\r\n\r\n')
    })
    expect(text).toMatch(/^HTTP\/1\.1 400 /)
    expect(text).toContain('"Code":"InvalidArgument"')
  })

  it('carries a request id of its own in every answer', async () => {
    const { port, key } = await startTestFcApi()
    const ids = new Set<string>()
    for (const path of [LIST, '/', `${LIST}/none`]) {
      const answer = await rawFc(port, { path, key })
      const id = String(answer.headers['x-fc-request-id'])
      expect(id).toMatch(/^1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/)
      if (answer.status >= 400) {
        const body = JSON.parse(answer.text)
        expect(body).toMatchObject({ RequestId: id, ErrorCode: body.Code, ErrorMessage: body.Message })
      }
      ids.add(id)
    }
    expect(ids.size).toBe(3)
  })
})
