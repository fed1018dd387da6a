import { once } from 'node:events'
import { connect } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HIGH_WATER_BYTES } from '../../../electron/api/fc/execBridge.ts'
import { inputBytes, outputFrame } from '../../../electron/api/fc/execFrames.ts'
import { execWish } from '../../../electron/api/fc/execQuery.ts'
import { signFc } from '../../../electron/base/fcSignature.ts'
import { type ExecOptions, type ExecTarget, execWith, type Fc2, fc2Client } from '../../support/fc2Client.ts'
import { fcError, rawFc } from '../../support/rawFc.ts'
import { loginTarget, type StandInSession, standInSessions } from '../../support/standInSession.ts'
import { createRequest, startTestFcApi } from '../../support/testFcApi.ts'
import { until } from '../../support/until.ts'

const PATH = '/2023-03-30/functions/f/instances/c-1/exec'
const KEY_OF_OTHER = { id: 'LTAI-other', secret: 'other' }

async function startExecApi(target: Parameters<typeof loginTarget>[0] = {}, trustAnyKey = false) {
  const { opened, openSession } = standInSessions([loginTarget(target)])
  const api = await startTestFcApi({ deps: { openSession }, trustAnyKey })
  await api.createFunction('f')
  return { ...api, opened, fc2: fc2Client(api.port, api.key) }
}

const only = (opened: StandInSession[]) => opened[0] as StandInSession

describe('the query of an exec', () => {
  const AS_SERVERLESS_DEVS = {
    FC_INSTANCE_EXEC_TIMEOUT: '600',
    stdin: 'true',
    tty: 'true',
    stdout: 'true',
    stderr: 'true',
    command: ['bash', '-c', '(cd /code || cd /) && bash'],
    qualifier: 'LATEST',
  }

  it('is understood as Serverless Devs sends it', () => {
    expect(execWish(AS_SERVERLESS_DEVS)).toEqual({
      command: ['bash', '-c', '(cd /code || cd /) && bash'],
      window: { columns: 80, rows: 24 },
      takesInput: true,
      gives: { stdout: true, stderr: true },
      idleMs: 600_000,
    })
  })

  it('is a shell without input, between pipes, for two minutes, where nothing is said', () => {
    expect(execWish({})).toEqual({
      command: [],
      window: null,
      takesInput: false,
      gives: { stdout: true, stderr: true },
      idleMs: 120_000,
    })
  })

  it('names one word or several, and an empty one is none', () => {
    expect(execWish({ command: '/bin/sh' }).command).toEqual(['/bin/sh'])
    expect(execWish({ command: ['echo', ''] }).command).toEqual(['echo', ''])
    expect(execWish({ command: '' }).command).toEqual([])
  })

  it.each([
    [{ tty: 'yes' }, 'query parameter tty must be one of true, false'],
    [{ idleTimeout: '0' }, 'query parameter idleTimeout must be between 1 and 86400 seconds, not 0'],
    [{ idleTimeout: '-1' }, 'query parameter idleTimeout must be a whole number'],
    [{ FC_INSTANCE_EXEC_TIMEOUT: '86401' }, 'query parameter FC_INSTANCE_EXEC_TIMEOUT must be between 1 and 86400'],
    [{ stdout: 'false', stderr: 'false' }, 'nothing would be exchanged'],
    [{ command: Array(101).fill('x') }, 'the command has 101 words'],
  ])('%o is refused by name', (query, message) => {
    expect(() => execWish(query)).toThrow(message)
  })
})

describe('the frames of an exec', () => {
  it('name their channel in the first byte', () => {
    expect([...outputFrame('stdout', 'a')]).toEqual([1, 97])
    expect([...outputFrame('stderr', 'a')]).toEqual([2, 97])
    expect([...outputFrame('serverError', 'a')]).toEqual([3, 97])
  })

  it('carry input raw, or after a zero byte', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
        expect(inputBytes(Buffer.from([0, ...bytes]))).toEqual(Buffer.from(bytes))
        if (bytes[0] !== 0) expect(inputBytes(Buffer.from(bytes))).toEqual(Buffer.from(bytes))
      }),
    )
    expect([...inputBytes(Buffer.from([0]))]).toEqual([0])
    expect([...inputBytes(Buffer.from([4]))]).toEqual([4])
  })
})

describe('an exec', () => {
  it.each([
    ['2023-03-30', undefined],
    ['2016-08-15', 'shop'],
    ['2016-08-15', 'shop.LATEST'],
  ])('at the paths of %s, of service %s, carries bytes both ways and tells the end', async (version, service) => {
    const { port, key, opened } = await startExecApi()
    const options = { command: ['bash', '-c', 'a && b'], tty: true, stdin: true, stdout: true, stderr: true }
    const client = await execWith(fc2Client(port, key, version), options, { service })
    expect(client.isOpen).toBe(true)
    const session = only(opened)
    expect(session.wish).toMatchObject({
      instanceId: 'c-1',
      window: { columns: 80 },
      command: ['bash', '-c', 'a && b'],
    })
    session.print('stdout', Buffer.from([0xff, 0, 1]))
    session.print('stderr', 'warn')
    client.type('ls\r')
    client.websocket.send('\0pwd\r')
    await until(() => session.seen.length === 2, { what: 'what was typed' })
    expect(session.seen).toEqual(['ls\r', 'pwd\r'])
    session.finish({ exitCode: 3, reason: 'it ended with exit code 3' })
    expect(await client.closed).toBe(1000)
    expect(client.heard).toEqual({
      stdout: '\xff\0\x01',
      stderr: 'warn',
      serverError: '',
      errors: [],
      closeReason: 'it ended with exit code 3',
    })
    expect(client.websocket.protocol).toBe('')
  })

  it('without stdin has its input closed, and keeps from the client what it did not ask for', async () => {
    const { opened, fc2 } = await startExecApi()
    const client = await execWith(fc2, { stdin: false, stdout: false, stderr: true, tty: false })
    const session = only(opened)
    client.type('ignored')
    session.print('stdout', 'ignored')
    session.print('stderr', 'seen')
    session.finish({ exitCode: 0, reason: 'done' })
    await client.closed
    expect(client.heard).toMatchObject({ stdout: '', stderr: 'seen' })
    expect(session.seen).toEqual([
      'endInput',
      'end: It was ended because the client has gone.',
      'end: It was ended because the client has gone.',
    ])
    expect(session.wish.window).toBeNull()
  })

  it('whose instance dies says so on the channel for errors, and on stderr, which is what clients show', async () => {
    const { opened, fc2 } = await startExecApi()
    const client = await execWith(fc2, { stderr: true })
    only(opened).finish({ exitCode: null, reason: 'the instance has ended' })
    expect(await client.closed).toBe(1011)
    expect(client.heard).toMatchObject({
      serverError: 'the instance has ended',
      stderr: '\r\nthe instance has ended\r\n',
      closeReason: 'the instance has ended',
    })
  })

  it('ends once nothing was typed or printed for the time that was asked for', async () => {
    const { opened, fc2 } = await startExecApi()
    const client = await execWith(fc2, { idleTimeout: 1 })
    expect(await client.closed).toBe(1000)
    expect(client.heard.serverError).toBe('It was ended because nothing was typed or printed for 1 s.')
    expect(only(opened).seen[0]).toBe('end: It was ended because nothing was typed or printed for 1 s.')
  })

  it('ends with its client', async () => {
    const { opened, fc2 } = await startExecApi()
    const client = await execWith(fc2)
    client.websocket.terminate()
    await until(() => only(opened).seen.includes('end: It was ended because the client has gone.'), {
      what: 'the end of the session',
    })
  })

  it('ends with the server, which says farewell', async () => {
    const { fc2, close } = await startExecApi()
    const client = await execWith(fc2)
    await close()
    expect(await client.closed).toBe(1001)
  })

  it('stops reading while its client does not, keeps no more than agreed, and goes on', async () => {
    const { opened, fc2 } = await startExecApi()
    const client = await execWith(fc2)
    const session = only(opened)
    client.websocket.pause()
    const chunk = 'x'.repeat(65_536)
    let printedBytes = 0
    await until(
      () => {
        if (!session.isPaused) session.print('stdout', chunk)
        printedBytes += session.isPaused ? 0 : chunk.length
        return session.isPaused
      },
      { what: 'the session to be paused', everyMs: 0 },
    )
    expect(printedBytes).toBeLessThan(40 * HIGH_WATER_BYTES) // what the kernel takes, and ours
    client.websocket.resume()
    await until(() => !session.isPaused, { what: 'the session to go on' })
  })

  it('is not read on while what was typed before has found no reader', async () => {
    const { opened, fc2 } = await startExecApi()
    const client = await execWith(fc2)
    const session = only(opened)
    const reading = Promise.withResolvers<void>()
    session.writesAfter = reading.promise
    for (let count = 0; count < 400; count += 1) client.type('y'.repeat(65_536))
    await until(() => session.seen.length > 0, { what: 'the first of it' })
    session.print('stdout', 'still printing')
    await until(() => client.heard.stdout !== '', { what: 'output meanwhile' })
    expect(session.seen.length).toBeLessThan(100)
    reading.resolve()
    await until(() => session.seen.length === 400, { what: 'all of it' })
  })

  it('takes no message that is larger than anybody types', async () => {
    const { fc2 } = await startExecApi()
    const client = await execWith(fc2)
    client.type('x'.repeat(2 * 1_048_576))
    expect(await client.closed).toBe(1009)
  })
})

describe('an exec is refused with a status and a body that clients show', () => {
  const refusal = async (fc2: Fc2, target: ExecTarget = {}, options: ExecOptions = {}) => {
    const client = await execWith(fc2, options, target)
    expect(client.isOpen).toBe(false)
    return client.heard.errors[0]
  }

  it('when its secret is wrong, or its key unknown', async () => {
    const { port, key, opened } = await startExecApi()
    expect(await refusal(fc2Client(port, { id: key.id, secret: 'wrong' }))).toContain('the signature does not match')
    expect(await refusal(fc2Client(port, { id: 'nobody', secret: 'wrong' }))).toContain('taskyard serve --access-key')
    expect(opened).toEqual([])
  })

  it('when there is no such function or instance, or it is of another account', async () => {
    const { fc2, port, allow, opened } = await startExecApi()
    expect(await refusal(fc2, { name: 'g' })).toBe("function 'g' does not exist")
    expect(await refusal(fc2, { instanceId: 'c-2' })).toBe("there is no instance 'c-2'")
    const other = await allow({ ...KEY_OF_OTHER, accountName: 'other' })
    expect(await refusal(fc2Client(port, KEY_OF_OTHER))).toBe("function 'f' does not exist")
    await other.createFunction(createRequest('f'))
    expect(await refusal(fc2Client(port, KEY_OF_OTHER))).toBe("there is no instance 'c-1'")
    expect(opened).toEqual([])
  })

  it('when it is held after a failure: FC knows only running ones', async () => {
    const { fc2 } = await startExecApi({ isHeld: true })
    expect(await refusal(fc2)).toContain('"taskyard exec c-1"')
  })

  it('when the query cannot be used', async () => {
    const { fc2 } = await startExecApi()
    expect(await refusal(fc2, {}, { idleTimeout: 0 })).toContain('idleTimeout')
  })

  it('when it comes from a page of another site, or for another Host', async () => {
    const { port, key, opened } = await startExecApi()
    const answers = [
      await upgrade(port, { key, origin: 'https://evil.example' }),
      await upgrade(port, { key, host: 'evil.example' }),
      await upgrade(port, { key, host: '127.0.0.1' }),
    ]
    expect(answers.map((answer) => answer.split('\r\n')[0])).toEqual([
      'HTTP/1.1 403 Forbidden',
      'HTTP/1.1 403 Forbidden',
      'HTTP/1.1 101 Switching Protocols',
    ])
    expect(answers[0]).toContain('"ErrorCode":"AccessDenied"')
    expect(answers[0]).toContain('"Code":"AccessDenied"')
    expect(opened).toHaveLength(1)
  })

  it('when it is a plain request', async () => {
    const { port, key, opened } = await startExecApi()
    const headers = { date: 'now', authorization: signFc({ method: 'GET', url: PATH, headers: { date: 'now' } }, key) }
    expect(fcError(await rawFc(port, { path: PATH, headers }))).toMatchObject({ status: 400, Code: 'InvalidArgument' })
    expect(opened).toEqual([])
  })

  it('when its handshake is broken, and what was started for it ends', async () => {
    const { port, key, opened } = await startExecApi()
    expect(await upgrade(port, { key, websocketKey: 'too short' })).toMatch(/^HTTP\/1.1 400/)
    await until(() => only(opened).seen.includes('end: It was ended because the client has gone.'), {
      what: 'the end of the session',
    })
  })
})

/** The first answer to a handshake by hand. */
async function upgrade(
  port: number,
  { key, host = `127.0.0.1:${port}`, origin, websocketKey = 'dGhlIHNhbXBsZSBub25jZQ==' }: UpgradeRequest,
) {
  const authorization = signFc({ method: 'GET', url: PATH, headers: { date: 'now' } }, key)
  const lines = [
    `GET ${PATH} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${websocketKey}`,
    'Date: now',
    `Authorization: ${authorization}`,
    ...(origin === undefined ? [] : [`Origin: ${origin}`]),
  ]
  const socket = connect(port, '127.0.0.1')
  onTestFinished(() => void socket.destroy())
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  const [answer] = await once(socket, 'data')
  return String(answer)
}
type UpgradeRequest = { key: { id: string; secret: string }; host?: string; origin?: string; websocketKey?: string }
