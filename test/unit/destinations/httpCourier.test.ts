/** The courier of HTTP deliveries against real servers, with a store that only writes down what it hears. */
import { createServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { HttpDelivery, HttpEnd } from '../../../electron/engine/destinations/deliveryPorts.ts'
import { HttpCourier } from '../../../electron/engine/destinations/httpCourier.ts'
import { until } from '../../support/until.ts'

async function server(listener: RequestListener): Promise<string> {
  const started = createServer(listener)
  onTestFinished(() => {
    started.closeAllConnections()
    started.close()
  })
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}

/** Answers each connection with those bytes, or with nothing. */
async function tcpServer(said: string | null): Promise<string> {
  const sockets = new Set<Socket>()
  const started = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    if (said !== null) socket.end(said)
  })
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    started.close()
  })
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}`
}

/** Gives what it is given, each once, and hears of the ends. */
function storeOf(deliveries: HttpDelivery[]) {
  const waiting = [...deliveries]
  const ends = new Map<number, HttpEnd>()
  const store = {
    takeHttpDeliveries: ({ limit }: { limit: number }) =>
      waiting.length > 0 ? Promise.resolve(waiting.splice(0, limit)) : new Promise<HttpDelivery[]>(() => {}),
    endHttpDelivery: async ({ deliveryId, end }: { deliveryId: number; end: HttpEnd }) =>
      void ends.set(deliveryId, end),
  }
  return { store, ends }
}

let lastId = 0
const to = (url: string, change: Partial<HttpDelivery> = {}): HttpDelivery => ({
  deliveryId: ++lastId,
  url,
  host: 'any',
  body: '{"timestamp":1}',
  requestId: '1-abc',
  attempt: 1,
  ...change,
})

function begin(store: ReturnType<typeof storeOf>['store'], timeoutMs = 5_000): HttpCourier {
  const courier = new HttpCourier({ store, timeoutMs })
  onTestFinished(() => courier.stop())
  courier.begin()
  return courier
}

async function endOf(delivery: HttpDelivery, timeoutMs?: number): Promise<HttpEnd> {
  const { store, ends } = storeOf([delivery])
  begin(store, timeoutMs)
  return until(() => ends.get(delivery.deliveryId), { what: 'the end of the delivery' })
}

describe('The courier', () => {
  it('posts the body as JSON with a key against doing it twice, and takes 2xx for delivered', async () => {
    let heard: object | null = null
    const url = await server((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text) => (body += text))
      request.on('end', () => {
        const { method, url: path, headers } = request
        heard = {
          method,
          path,
          body,
          type: headers['content-type'],
          id: headers['x-taskyard-delivery-id'],
          request: headers['x-fc-request-id'],
        }
        response.writeHead(202).end()
      })
    })
    const delivery = to(`${url}/hook?a=b`, { body: '{"n":"你好"}' })
    expect(await endOf(delivery)).toEqual({ outcome: 'delivered', statusCode: 202 })
    expect(heard).toEqual({
      method: 'POST',
      path: '/hook?a=b',
      body: '{"n":"你好"}',
      type: 'application/json',
      id: String(delivery.deliveryId),
      request: '1-abc',
    })
  })

  it.each([
    [408, true],
    [425, true],
    [429, true],
    [500, true],
    [503, true],
    [400, false],
    [404, false],
    [410, false],
  ])('answered %i: may it be tried again? %s', async (status, canRetry) => {
    const url = await server((_request, response) => response.writeHead(status).end('no\n\u0007 way'))
    expect(await endOf(to(url))).toEqual({
      outcome: 'failed',
      statusCode: status,
      detail: `answered ${status}: no way`,
      canRetry,
    })
  })

  it('does not follow a redirect, and names where it leads', async () => {
    let callCount = 0
    const url = await server((_request, response) => {
      callCount++
      response.writeHead(307, { location: '/elsewhere' }).end()
    })
    expect(await endOf(to(url))).toEqual({
      outcome: 'failed',
      statusCode: 307,
      detail: 'answered 307, a redirect to /elsewhere: redirects are not followed, name that address instead',
      canRetry: false,
    })
    expect(callCount).toBe(1)
  })

  it.each([
    ['7', 7_000],
    [new Date(Date.now() + 3_600_000).toUTCString(), expect.closeTo(3_600_000, -5)],
  ])('hears Retry-After: %s', async (header, retryAfterMs) => {
    const url = await server((_request, response) => response.writeHead(429, { 'retry-after': header }).end())
    expect(await endOf(to(url))).toMatchObject({ retryAfterMs })
  })

  it('makes nothing of a Retry-After that is neither a time nor a date', async () => {
    const url = await server((_request, response) => response.writeHead(429, { 'retry-after': 'soon' }).end())
    expect(await endOf(to(url))).not.toHaveProperty('retryAfterMs')
  })

  it('reads no more than a little of an answer that does not end, and keeps less', async () => {
    let isCut = false
    const url = await server((_request, response) => {
      response.writeHead(500)
      const timer = setInterval(() => response.write('x'.repeat(10_000)), 1)
      response.on('close', () => {
        clearInterval(timer)
        isCut = true
      })
    })
    const end = await endOf(to(url))
    expect(end).toMatchObject({ outcome: 'failed', statusCode: 500, detail: `answered 500: ${'x'.repeat(200)}` })
    await until(() => isCut, { what: 'the connection to be cut' })
  })

  it('says what became of an address that does not answer, in time or at all', async () => {
    const silent = await tcpServer(null)
    expect(await endOf(to(silent), 200)).toEqual({
      outcome: 'failed',
      statusCode: null,
      detail: 'no answer within 0.2 s',
      canRetry: true,
    })
    const garbage = await tcpServer('SSH-2.0-OpenSSH_9.2\r\n')
    expect(await endOf(to(garbage))).toMatchObject({
      outcome: 'failed',
      detail: expect.stringMatching(/^not reached: ./),
      canRetry: true,
    })
    const nobody = await endOf(to('http://127.0.0.1:1/'))
    expect(nobody).toMatchObject({ outcome: 'failed', statusCode: null, canRetry: true })
    expect(await endOf(to('http://300.300.300.300/'))).toMatchObject({ outcome: 'failed', canRetry: false })
    expect(await endOf(to(silent, { body: null }))).toMatchObject({
      detail: 'its task is no longer kept',
      canRetry: false,
    })
  })

  it('makes at most eight calls at once', async () => {
    let [underWay, most] = [0, 0]
    const open: (() => void)[] = []
    const url = await server((_request, response) => {
      most = Math.max(most, ++underWay)
      open.push(() => {
        underWay--
        response.writeHead(200).end()
      })
    })
    const { store, ends } = storeOf(Array.from({ length: 20 }, () => to(url)))
    begin(store)
    await until(() => underWay === 8, { what: 'eight calls' })
    await until(
      () => {
        open.shift()?.()
        return ends.size === 20
      },
      { what: 'all to be delivered' },
    )
    expect(most).toBe(8)
  })

  it('tells an end until the store has it, and makes no call twice at once', async () => {
    let callCount = 0
    const url = await server((_request, response) => {
      callCount++
      response.writeHead(200).end()
    })
    const delivery = to(url)
    const told: HttpEnd[] = []
    let [givenCount, refusals] = [0, 1]
    begin({
      takeHttpDeliveries: async () => (givenCount++ < 2 ? [delivery] : new Promise<HttpDelivery[]>(() => {})),
      endHttpDelivery: async ({ end }) => {
        if (refusals-- > 0) throw new Error('the store is being replaced')
        told.push(end)
      },
    })
    await until(() => told.length === 1, { what: 'the end to be told' })
    expect([callCount, givenCount]).toEqual([1, 3])
  })

  it('stops at once, whatever is under way', async () => {
    const silent = await tcpServer(null)
    let isTaken = false
    const courier = new HttpCourier({
      store: {
        takeHttpDeliveries: async () => {
          if (isTaken) return new Promise<HttpDelivery[]>(() => {})
          isTaken = true
          return [to(silent)]
        },
        endHttpDelivery: () => new Promise<void>(() => {}), // a store that has stopped answers nothing
      },
      timeoutMs: 60_000,
    })
    courier.begin()
    await until(() => isTaken, { what: 'a call' })
    await courier.stop()
  })
})
