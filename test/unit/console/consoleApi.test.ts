import { describe, expect, it, onTestFinished } from 'vitest'
import { createConsoleApi } from '../../../electron/api/console/consoleApi.ts'
import { listenOnFirst } from '../../../electron/api/listen.ts'
import { httpTransport } from '../../../electron/cli/httpTransport.ts'
import { type ConsoleContract, consoleContract } from '../../../shared/contract/console.contract.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { createClient } from '../../../shared/contract/createClient.ts'
import { serve } from '../../../shared/contract/serve.ts'
import { AppError } from '../../../shared/errors.ts'
import { KIB_BYTES } from '../../../shared/units/bytes.ts'
import { ask, type HttpQuestion } from '../../support/ask.ts'

const TOKEN = 'the-token'

async function startConsole(handlers: Partial<Handlers<ConsoleContract>>) {
  const logged: unknown[] = []
  const server = serve(
    consoleContract,
    handlers as Handlers<ConsoleContract>, // a test calls only those it gives
    (error) => logged.push(error),
  )
  const app = await createConsoleApi({ token: TOKEN, server })
  const port = await listenOnFirst(app, [0])
  onTestFinished(() => app.close())
  const url = `http://127.0.0.1:${port}`
  return { app, url, logged, client: createClient<ConsoleContract>(httpTransport({ url, token: TOKEN })) }
}

const submitted = { functionName: 'work', taskId: 'a', requestId: '1-2-3' }
const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' }
const post = (url: string, more: Partial<HttpQuestion> = {}) =>
  ask(url, {
    method: 'POST',
    path: '/api/tasks.submit',
    headers,
    body: JSON.stringify({ functionName: 'work', payload: 'x' }),
    ...more,
  })

describe('the console over HTTP', () => {
  it('carries input and output both ways, defaults filled in', async () => {
    const inputs: unknown[] = []
    const { client } = await startConsole({
      'tasks.submit': (input) => {
        inputs.push(input)
        return submitted
      },
    })
    const payload = Uint8Array.of(255)
    expect(await client['tasks.submit']({ functionName: 'work', payload })).toEqual(submitted)
    expect(inputs).toEqual([{ functionName: 'work', payload: Buffer.of(255), delaySeconds: 0 }])
  })

  it('carries a payload far larger than a header or a chunk', async () => {
    const payload = 'ü'.repeat(600 * KIB_BYTES)
    const { client } = await startConsole({
      'functions.invoke': ({ payload }) => ({
        requestId: 'r',
        instanceId: 'c',
        durationMs: 0.5,
        peakMemoryBytes: 1,
        errorType: null,
        body: payload,
        logTail: null,
      }),
    })
    expect((await client['functions.invoke']({ functionName: 'work', payload })).body).toBe(payload)
  })

  it('answers an error with its status and {code, message, data}', async () => {
    const { url } = await startConsole({
      'tasks.submit': () => {
        throw new AppError('task_exists', 'taken', { data: 7 })
      },
    })
    const { status, text } = await post(url)
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 409,
      body: { code: 'task_exists', message: 'taken', data: 7 },
    })
  })

  it('logs what is a bug, and answers without its stack', async () => {
    const { url, logged } = await startConsole({
      'tasks.submit': () => {
        throw new TypeError('oops')
      },
    })
    const { status, text } = await post(url)
    expect({ status, body: JSON.parse(text) }).toEqual({
      status: 500,
      body: { code: 'internal', message: 'oops' },
    })
    expect(logged).toEqual([new TypeError('oops')])
  })

  it.each([
    ['no token', { headers: { ...headers, authorization: '' } }, 401, 'access_denied'],
    ['a wrong token', { headers: { ...headers, authorization: 'Bearer the-tokem' } }, 401, 'access_denied'],
    ['no token under an encoded path', { path: '/%61pi/tasks.submit', headers: {} }, 401, 'access_denied'],
    ['a foreign Host', { headers: { ...headers, host: 'evil.example' } }, 421, 'access_denied'],
    ['a foreign Origin', { headers: { ...headers, origin: 'https://evil.example' } }, 403, 'access_denied'],
    ['another route', { path: '/api', method: 'GET', body: '' }, 404, 'invalid_input'],
    ['GET', { method: 'GET', body: '' }, 404, 'invalid_input'],
    ['an unknown method', { path: '/api/tasks.forget' }, 400, 'invalid_input'],
    ['half a JSON', { body: '{"functionName":' }, 400, 'invalid_input'],
    ['no JSON at all', { headers: { ...headers, 'content-type': 'text/plain' } }, 400, 'invalid_input'],
    ['a malformed function name', { body: '{"functionName":"1 2","payload":""}' }, 400, 'invalid_input'],
    ['bytes that are no base64', { body: '{"functionName":"f","payload":{"base64":"?"}}' }, 400, 'invalid_input'],
    ['too many bytes', { body: JSON.stringify('x'.repeat(46 * KIB_BYTES * KIB_BYTES)) }, 413, 'payload_too_large'],
  ])('refuses %s', async (_what, more, status, code) => {
    let isCalled = false
    const { url } = await startConsole({
      'tasks.submit': () => {
        isCalled = true
        return submitted
      },
    })
    const { status: given, text } = await post(url, more)
    expect({ status: given, code: JSON.parse(text).code, isCalled }).toEqual({ status, code, isCalled: false })
  })

  it('is told apart from a host that is gone', async () => {
    const { app, client } = await startConsole({})
    await app.close()
    await expect(client['host.info']({})).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('does not answer'),
    })
  })
})
