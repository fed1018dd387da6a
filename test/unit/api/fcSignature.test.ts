import { createServer, type IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type FcSignedRequest, parseFcAuthorization, signFc, verifyFc } from '../../../electron/base/fcSignature.ts'
import { type Fc2, fc2Client } from '../../support/fc2Client.ts'
import { fcError, rawFc } from '../../support/rawFc.ts'
import { startTestFcApi } from '../../support/testFcApi.ts'

const KEY = { id: 'LTAI-test', secret: 'a-secret/with+signs=' }

/** What SDK 2 really sends for a call, caught by a server that answers `{}`. */
async function capture(call: (fc2: Fc2) => unknown): Promise<FcSignedRequest & { authorization: string }> {
  const caught = Promise.withResolvers<IncomingMessage>()
  const server = createServer((message, answer) => {
    caught.resolve(message)
    answer.end('{}')
  })
  server.on('upgrade', (message, socket) => {
    caught.resolve(message)
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n')
  })
  await new Promise<void>((listening) => void server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = server.address()
  const result = call(fc2Client(typeof address === 'object' && address ? address.port : 0, KEY))
  const { method, url, headers } = await caught.promise
  await result
  return { method: method!, url: url!, headers, authorization: headers.authorization! }
}

const CALLS: [name: string, call: (fc2: Fc2) => unknown][] = [
  ['a request with a query', (fc2) => fc2.get('/functions', { limit: 5, prefix: 'a b' })],
  ['a body', (fc2) => fc2.post('/functions/f/invocations', { order: 'ä' })],
  ['a name beyond ASCII', (fc2) => fc2.get(`/functions/${encodeURIComponent('任务')}/instances`)],
  [
    'an exec',
    (fc2) =>
      fc2
        .websocket('/functions/f/instances/c-1/exec', { command: ['bash', '-c', 'cd /code || cd /'], tty: true })
        .on('error', () => {}),
  ],
]

describe('the classic signature', () => {
  it.each(CALLS)('of SDK 2 is accepted for %s, and made the same', async (_name, call) => {
    const { authorization, ...request } = await capture(call)
    const parsed = parseFcAuthorization(authorization)
    expect(parsed?.accessKeyId).toBe(KEY.id)
    expect(verifyFc(request, parsed!, KEY.secret)).toBe(true)
    expect(verifyFc(request, parsed!, 'another secret')).toBe(false)
    expect(signFc(request, KEY)).toBe(authorization)
  })

  it('covers the method, the path and FC headers, and not the Host', () => {
    const request = { method: 'GET', url: '/a/b?c=d', headers: { date: 'now', host: 'h', 'x-fc-account-id': '1' } }
    const signature = parseFcAuthorization(signFc(request, KEY))!
    const fits = (change: Partial<FcSignedRequest>) => verifyFc({ ...request, ...change }, signature, KEY.secret)
    expect(fits({ headers: { ...request.headers, host: 'other' } })).toBe(true)
    expect(fits({ method: 'PUT' })).toBe(false)
    expect(fits({ url: '/a/c?c=d' })).toBe(false)
    expect(fits({ headers: { ...request.headers, date: 'then' } })).toBe(false)
    expect(fits({ headers: { ...request.headers, 'x-fc-account-id': '2' } })).toBe(false)
    expect(fits({ headers: { ...request.headers, 'x-fc-more': '' } })).toBe(false)
  })

  it('is accepted for a path that was signed without its escapes', () => {
    const headers = { date: 'now' }
    const signed = signFc({ method: 'GET', url: '/functions/a b', headers }, KEY)
    const sent = { method: 'GET', url: '/functions/a%20b', headers }
    expect(verifyFc(sent, parseFcAuthorization(signed)!, KEY.secret)).toBe(true)
  })

  it('is never found in other text, and never throws', () => {
    expect(parseFcAuthorization('FC abc:def')).toBeNull()
    expect(parseFcAuthorization('Bearer x')).toBeNull()
    fc.assert(
      fc.property(fc.string(), fc.string(), (header, url) => {
        const parsed = parseFcAuthorization(header) ?? { accessKeyId: '', signature: header }
        expect(verifyFc({ method: 'GET', url, headers: {} }, parsed, KEY.secret)).toBe(false)
      }),
    )
  })
})

describe('a request with the classic signature', () => {
  const path = '/2023-03-30/functions'
  const signed = (key: { id: string; secret: string }, headers: Record<string, string> = {}) => {
    const all = { date: new Date().toUTCString(), 'x-fc-account-id': '1', ...headers }
    return { ...all, authorization: signFc({ method: 'GET', url: path, headers: all }, key) }
  }

  it('of a known key is answered for its account', async () => {
    const api = await startTestFcApi()
    await api.createFunction('mine')
    await api.allow({ ...KEY, accountName: 'other' })
    const names = async (key: { id: string; secret: string }) =>
      JSON.parse((await rawFc(api.port, { path, headers: signed(key) })).text).functions.map(
        ({ functionName }: { functionName: string }) => functionName,
      )
    expect(await names(api.key)).toEqual(['mine'])
    expect(await names(KEY)).toEqual([])
  })

  it('with a wrong secret, an unknown key or a body of another digest is refused', async () => {
    const { port, key } = await startTestFcApi()
    const codeOf = async (headers: Record<string, string>) => fcError(await rawFc(port, { path, headers })).Code
    expect(await codeOf(signed({ id: key.id, secret: 'wrong' }))).toBe('SignatureNotMatch')
    expect(await codeOf(signed({ id: 'nobody', secret: 'wrong' }))).toBe('InvalidAccessKeyID')
    expect(await codeOf(signed(key, { 'content-md5': 'AAAA' }))).toBe('SignatureNotMatch')
  })

  it('of an unknown key is the default account where any key is trusted', async () => {
    const { port } = await startTestFcApi({ trustAnyKey: true })
    expect((await rawFc(port, { path, headers: signed({ id: 'who', secret: 'ever' }) })).status).toBe(200)
  })
})
