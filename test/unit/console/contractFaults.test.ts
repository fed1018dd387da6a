import { describe, expect, it } from 'vitest'
import type { CancelSignal } from '../../../shared/contract/contract.ts'
import { KIB_BYTES, MIB_BYTES } from '../../../shared/units/bytes.ts'
import { ask } from '../../support/ask.ts'
import { ok, opened, openWindow, rawSocket, startConsole, TOKEN } from '../../support/startConsole.ts'
import { until } from '../../support/until.ts'

const invoked = (body: string | Uint8Array) => ({
  requestId: 'r',
  instanceId: 'c',
  durationMs: 1,
  peakMemoryBytes: 1,
  errorType: null,
  body,
  logTail: null,
})
const UNAVAILABLE = { ok: false, error: { code: 'unavailable' } }
const aborted = (signal: CancelSignal) => new Promise<void>((resolve) => signal.addEventListener('abort', resolve))

/** Preferences stand for any quick answer. */
const quick = { 'host.preferences': () => ({}) }
const isAlive = async (url: string) => {
  const link = openWindow(url)
  const reply = await link.call('host.preferences', {})
  link.close()
  return reply.ok
}

describe('a message that is none', () => {
  it.each([
    ['no JSON', '{"kind":'],
    ['no object', '"call"'],
    ['an unknown kind', '{"kind":"shout","id":1}'],
    ['no id', '{"kind":"call","name":"host.info","input":{}}'],
    ['an id that is no number', '{"kind":"call","id":"1","name":"host.info","input":{}}'],
    ['a name that is none', '{"kind":"call","id":1,"name":7,"input":{}}'],
    ['more than it may have', '{"kind":"taken","id":1,"more":1}'],
    ['bytes that never came', '{"kind":"call","id":1,"name":"host.info","input":{"$attachment":3}}'],
    ['ten thousand brackets', '['.repeat(10_000)],
  ])('(%s) closes its connection with a reason, and no other', async (_what, text) => {
    const { url, logged } = await startConsole(quick)
    const bystander = openWindow(url)
    await opened(bystander)
    const socket = await rawSocket(url)
    socket.send(text)
    expect(await socket.closed).toEqual({ code: 1008, reason: expect.stringMatching(/^[\x20-\x7e]{10,100}$/) })
    expect(await bystander.call('host.preferences', {})).toMatchObject({ ok: true })
    expect(logged).toEqual([])
  })

  it('is refused when it is a pile of binary frames', async () => {
    const { url } = await startConsole(quick)
    const socket = await rawSocket(url)
    for (let count = 0; count < 20; count++) socket.send(new Uint8Array(10))
    expect(await socket.closed).toEqual({ code: 1008, reason: expect.stringContaining('binary frames') })
    expect(await isAlive(url)).toBe(true)
  })

  it('is refused when it is far too large', async () => {
    const { url } = await startConsole(quick)
    const socket = await rawSocket(url)
    socket.send(`"${'x'.repeat(46 * MIB_BYTES)}"`)
    expect(await socket.closed).toMatchObject({ code: expect.any(Number) })
    expect(await isAlive(url)).toBe(true)
  })
})

describe('a socket', () => {
  it.each([
    ['without a token', ['taskyard.v1']],
    ['with a wrong token', ['taskyard.v1', 'token.the-tokem']],
    ['without any protocol', []],
  ])('is not opened %s', async (_what, protocols) => {
    const { url } = await startConsole(quick)
    expect((await rawSocket(url, protocols)).isOpen).toBe(false)
  })

  it.each([
    ['a foreign page', { origin: 'https://evil.example' }, 403],
    ['another local server', { origin: 'http://127.0.0.1:1' }, 403],
    ['a foreign name', { host: 'evil.example' }, 421],
  ])('is not opened for %s, token or not', async (_what, headers, status) => {
    const { url } = await startConsole(quick)
    const upgrade = {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'sec-websocket-protocol': `taskyard.v1, token.${TOKEN}`,
    }
    expect(await ask(url, { path: '/api/socket', headers: { ...upgrade, ...headers } })).toMatchObject({ status })
  })
})

describe('a call over the socket', () => {
  it('is answered by name, and an unknown name is refused', async () => {
    const { url } = await startConsole(quick)
    const link = openWindow(url)
    expect(await link.call('host.preferences', {})).toMatchObject(ok({ theme: 'system' }))
    for (const name of ['host.forget', 'toString', '__proto__', 'live.revisions']) {
      expect(await link.call(name, {})).toMatchObject({ ok: false, error: { code: 'invalid_input' } })
    }
  })

  it('carries bytes and large texts both ways', async () => {
    const { url } = await startConsole({ 'functions.invoke': ({ payload }) => invoked(payload) })
    const link = openWindow(url)
    const bytes = Uint8Array.from({ length: MIB_BYTES }, (_, index) => index % 256)
    const texts = ['ü'.repeat(512 * KIB_BYTES), '\u202egnp.exe\u0000\ud83d\ude00', '12345678901234567890']
    for (const payload of [bytes, new Uint8Array(0), ...texts]) {
      const reply = await link.call('functions.invoke', { functionName: 'work', payload })
      expect(reply).toEqual(ok(invoked(payload)))
    }
  })

  it('carries a Buffer of a handler as the bytes that it is', async () => {
    const { url } = await startConsole({ 'functions.invoke': () => invoked(Buffer.of(0, 255)) })
    const answer = await openWindow(url).call('functions.invoke', { functionName: 'work', payload: '' })
    expect(answer).toEqual(ok(invoked(Uint8Array.of(0, 255))))
    const byHttp = await ask(url, {
      method: 'POST',
      path: '/api/functions.invoke',
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      body: '{"functionName":"work","payload":""}',
    })
    expect(JSON.parse(byHttp.text).body).toEqual({ base64: 'AP8=' })
  })

  it('leaves a text alone that looks like the place of bytes', async () => {
    const { url } = await startConsole({ 'functions.invoke': ({ payload }) => invoked(payload) })
    const link = openWindow(url)
    const payload = '{"$attachment":0}'
    expect(await link.call('functions.invoke', { functionName: 'work', payload })).toEqual(ok(invoked(payload)))
  })

  it('does not wait for another one', async () => {
    const slow = Promise.withResolvers<void>()
    const { url } = await startConsole({
      ...quick,
      'functions.invoke': async ({ payload }) => {
        if (payload === 'slow') await slow.promise
        return invoked(payload)
      },
    })
    const link = openWindow(url)
    const first = link.call('functions.invoke', { functionName: 'work', payload: 'slow' })
    const many = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        link.call('functions.invoke', { functionName: 'work', payload: String(index) }),
      ),
    )
    expect(many).toEqual(many.map((_, index) => ok(invoked(String(index)))))
    slow.resolve()
    expect(await first).toEqual(ok(invoked('slow')))
  })

  it('is refused when a thousand are under way, and those go on', async () => {
    const free = Promise.withResolvers<void>()
    const { url } = await startConsole({
      'functions.invoke': async ({ payload }) => {
        await free.promise
        return invoked(payload)
      },
    })
    const link = openWindow(url)
    const call = () => link.call('functions.invoke', { functionName: 'work', payload: 'x' })
    const underWay = Array.from({ length: 1_000 }, call)
    expect(await call()).toMatchObject({ ok: false, error: { code: 'concurrency_exceeded' } })
    free.resolve()
    expect((await Promise.all(underWay)).every(({ ok }) => ok)).toBe(true)
  })

  it('is cancelled on both sides, and the handler cleans up', async () => {
    const events: string[] = []
    const { url } = await startConsole({
      'functions.invoke': async ({ payload }, signal) => {
        try {
          events.push('begun')
          await aborted(signal)
          return invoked(payload)
        } finally {
          events.push('cleaned up')
        }
      },
    })
    const link = openWindow(url)
    const cancel = new AbortController()
    const reply = link.call('functions.invoke', { functionName: 'work', payload: 'x' }, cancel.signal)
    await until(() => events.length > 0, { what: 'the handler' })
    cancel.abort()
    expect(await reply).toEqual(ok(invoked('x'))) // a cancelled call is still answered
    expect(events).toEqual(['begun', 'cleaned up'])
  })

  it('is cancelled when its window goes away', async () => {
    const events: string[] = []
    const { url } = await startConsole({
      'functions.invoke': async ({ payload }, signal) => {
        events.push('begun')
        await aborted(signal)
        events.push('cleaned up')
        return invoked(payload)
      },
    })
    const link = openWindow(url)
    const reply = link.call('functions.invoke', { functionName: 'work', payload: 'x' })
    await until(() => events.length > 0, { what: 'the handler' })
    link.close()
    expect(await reply).toMatchObject(UNAVAILABLE)
    await until(() => events.includes('cleaned up'), { what: 'the handler to clean up' })
  })

  it('is rejected after the window has closed its connection, and does not hang', async () => {
    const { url } = await startConsole(quick)
    const link = openWindow(url)
    await opened(link)
    link.close()
    expect(await link.call('host.preferences', {})).toMatchObject(UNAVAILABLE)
  })

  it('under way when the host ends is rejected, and made again it reaches the next host', async () => {
    const first = await startConsole({ 'functions.invoke': () => new Promise(() => {}) })
    const link = openWindow(first.url)
    await opened(link)
    const reply = link.call('functions.invoke', { functionName: 'work', payload: 'x' })
    await first.close()
    expect(await reply).toMatchObject(UNAVAILABLE)
    expect(await link.call('host.preferences', {})).toMatchObject(UNAVAILABLE)
    await startConsole(quick, first.port)
    await opened(link)
    expect(await link.call('host.preferences', {})).toMatchObject({ ok: true })
  })
})

describe('a stream over the socket', () => {
  const revision = (number: number) => ({ tasks: number, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 })

  it('keeps no more than the latest value for a window that does not take', async () => {
    const made = Promise.withResolvers<void>()
    const { url } = await startConsole({
      'live.revisions': async (_input, emit, signal) => {
        for (let number = 1; number <= 20_000; number++) emit(revision(number))
        made.resolve()
        await aborted(signal)
      },
    })
    const socket = await rawSocket(url)
    socket.say({ kind: 'watch', id: 1, name: 'live.revisions', input: {} })
    await made.promise
    await until(() => socket.heard.length > 0, { what: 'the first item' })
    socket.say({ kind: 'taken', id: 1 })
    await until(() => socket.heard.length > 1, { what: 'the latest item' })
    expect(socket.heard).toEqual([
      { kind: 'item', id: 1, item: revision(1) },
      { kind: 'item', id: 1, item: revision(20_000) },
    ])
  })

  it('ends when the window no longer watches, and cleans up', async () => {
    const events: string[] = []
    const { url } = await startConsole({
      'live.revisions': async (_input, emit, signal) => {
        try {
          emit(revision(1))
          await aborted(signal)
        } finally {
          events.push('cleaned up')
        }
      },
    })
    const link = openWindow(url)
    const seen: unknown[] = []
    const stop = link.watch('live.revisions', {}, { onItem: (item) => seen.push(item), onError: () => {} })
    await until(() => seen.length > 0, { what: 'the first item' })
    stop()
    await until(() => events.includes('cleaned up'), { what: 'the stream to clean up' })
    expect(seen).toEqual([revision(1)])
  })

  it('tells why it ended, without ending the connection', async () => {
    const { url, logged } = await startConsole({
      ...quick,
      'live.revisions': async () => {
        throw new Error('a bug')
      },
    })
    const link = openWindow(url)
    const errors: unknown[] = []
    link.watch('live.revisions', {}, { onItem: () => {}, onError: (error) => errors.push(error) })
    await until(() => errors.length > 0, { what: 'the error' })
    expect(errors).toEqual([{ code: 'internal', message: 'a bug' }])
    expect(logged).toHaveLength(1)
    expect(await link.call('host.preferences', {})).toMatchObject({ ok: true })
  })

  it('is watched again after the host was replaced', async () => {
    const emits = (number: number) => ({
      'live.revisions': async (_input: unknown, emit: (item: object) => void, signal: CancelSignal) => {
        emit(revision(number))
        await aborted(signal)
      },
    })
    const first = await startConsole(emits(1) as never)
    const link = openWindow(first.url)
    const seen: unknown[] = []
    link.watch('live.revisions', {}, { onItem: (item) => seen.push(item), onError: () => {} })
    await until(() => seen.length === 1, { what: "the first host's item" })
    await first.close()
    await startConsole(emits(2) as never, first.port)
    await until(() => seen.length === 2, { what: "the second host's item" })
    expect(seen).toEqual([revision(1), revision(2)])
  })

  it('reaches two windows, each at its own pace', async () => {
    const emitters: ((item: ReturnType<typeof revision>) => void)[] = []
    const { url } = await startConsole({
      'live.revisions': async (_input, emit, signal) => {
        emitters.push(emit)
        await aborted(signal)
      },
    })
    const socket = await rawSocket(url)
    socket.say({ kind: 'watch', id: 1, name: 'live.revisions', input: {} })
    const link = openWindow(url)
    const seen: unknown[] = []
    link.watch('live.revisions', {}, { onItem: (item) => seen.push(item), onError: () => {} })
    await until(() => emitters.length === 2, { what: 'both windows' })
    for (let number = 1; number <= 3; number++) {
      for (const emit of emitters) emit(revision(number))
      await until(() => JSON.stringify(seen.at(-1)) === JSON.stringify(revision(number)), { what: `item ${number}` })
    }
    expect(socket.heard).toEqual([{ kind: 'item', id: 1, item: revision(1) }])
  })
})

describe('a host that stops', () => {
  it('does not wait for a window that is frozen', async () => {
    const { url, close } = await startConsole(quick)
    const { connect } = await import('node:net')
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    socket.write(
      `GET /api/socket HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: taskyard.v1, token.${TOKEN}\r\n\r\n`,
    )
    await new Promise((resolve) => socket.once('data', resolve))
    const startedMs = performance.now()
    await close() // the socket never answers the farewell
    expect(performance.now() - startedMs).toBeLessThan(3_000)
    socket.destroy()
  })
})
