/** Deliveries of a whole host: to functions, to queues, and to HTTP servers that behave well and badly. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import type { Delivery } from '../../../shared/contract/deliveries.contract.ts'
import { sharedBySuite } from '../../support/lifetime.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const CODE = `exports.handler = async (event) => {
  const text = event.toString()
  if (text === '"fail"') throw new Error('as asked')
  return text
}`
const ONCE = ['handler: index.handler', 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }']
const NAMES = ['chain', 'next', 'last', 'queued', 'up', 'down', 'moved', 'slow', 'shy', 'tested'] as const

type Answer = (request: { body: string; headers: IncomingMessage['headers'] }, response: ServerResponse) => void

/** Keeps what it was asked. `port`: that of one which was there before. */
async function listen(answer: Answer, port = 0) {
  const heard: { body: string; id: string }[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text) => (body += text))
    request.on('end', () => {
      heard.push({ body, id: String(request.headers['x-taskyard-delivery-id']) })
      answer({ body, headers: request.headers }, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.closeAllConnections()
      server.close(() => resolve())
    })
  onTestFinished(close)
  const { port: chosen } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${chosen}/hook`, port: chosen, heard, close }
}

async function start() {
  const project = projectFolder({
    ...Object.fromEntries(NAMES.map((name) => [`${name}/index.js`, CODE])),
    's.yaml': specOf(Object.fromEntries(NAMES.map((name) => [name, ONCE]))),
  })
  const client = clientOf(await startTestHost({ project }))
  const onSuccess = (functionName: string, target: string) =>
    client['functions.setAsync']({ functionName, onSuccess: target })
  const submit = (functionName: string, taskId: string, payload = '{"n":1}') =>
    client['tasks.submit']({ functionName, taskId, payload })
  /** The delivery of the task, once it is as wanted. */
  const delivery = (functionName: string, taskId: string, wanted: (delivery: Delivery) => boolean) =>
    until(
      async () => {
        const { deliveries } = await client['deliveries.list']({ task: { functionName, taskId } })
        return deliveries.find(wanted)
      },
      { what: `the delivery of ${taskId}` },
    )
  return { client, onSuccess, submit, delivery }
}
const hasEnded = ({ state }: Delivery) => state !== 'Pending'

describe('deliveries of a host', () => {
  const host = sharedBySuite(start)

  it('go through functions and come to a queue, each with the result of the one before', async () => {
    const { client, onSuccess, submit, delivery } = host()
    await onSuccess('chain', 'acs:fc:::functions/next')
    await onSuccess('next', 'acs:fc:::functions/last')
    await onSuccess('last', 'acs:mns:::/queues/results/messages')
    await submit('chain', 'c-1')
    const first = await delivery('chain', 'c-1', hasEnded)
    const second = await delivery('next', first.made!.taskId, hasEnded)
    const third = await delivery('last', second.made!.taskId, hasEnded)
    const { messages } = await client['messages.receive']({ queueName: 'results' })
    expect(messages).toMatchObject([{ messageId: third.messageId, deliveryId: third.deliveryId }])
    const bodies = [JSON.parse(messages[0]!.body)]
    for (let depth = 0; depth < 2; depth++) bodies.push(JSON.parse(bodies.at(-1).requestPayload))
    expect(bodies.map(({ requestContext }) => requestContext.functionArn.split('/')[1])).toEqual([
      'last',
      'next',
      'chain',
    ])
    expect(bodies.at(-1)).toMatchObject({ requestPayload: '{"n":1}', responsePayload: '{"n":1}' })
    expect(await client['deliveries.get']({ deliveryId: third.deliveryId })).toEqual({
      ...third,
      body: messages[0]!.body,
    })
  })

  it('of failures go to their own destination', async () => {
    const { client, submit, delivery } = host()
    const onFailure = 'acs:mns:::/queues/failures/messages'
    await client['functions.setAsync']({ functionName: 'queued', onFailure })
    await submit('queued', 'q-1', '"fail"')
    const { messageId } = await delivery('queued', 'q-1', hasEnded)
    const { messages } = await client['messages.peek']({ queueName: 'failures' })
    expect(messages.map((message) => message.messageId)).toEqual([messageId])
    const body = JSON.parse(messages[0]!.body)
    expect(body.requestContext).toMatchObject({ condition: 'UnhandledInvocationError', approximateInvokeCount: 1 })
    expect(JSON.parse(body.responsePayload)).toMatchObject({
      errorMessage: 'as asked',
      errorType: 'FunctionUnhandledError: Error',
    })
  })

  it('to an address are one POST each', async () => {
    const { client, onSuccess, submit, delivery } = host()
    const { url, heard } = await listen((_request, response) => response.writeHead(200).end('thanks'))
    await onSuccess('up', url)
    await submit('up', 'u-1')
    const { deliveryId } = await delivery('up', 'u-1', hasEnded)
    const { body } = await client['deliveries.get']({ deliveryId })
    expect(heard).toEqual([{ id: String(deliveryId), body }])
  })

  it('to a server that is down, then fails once, are made when it is up, with the same id', async () => {
    const { client, onSuccess, submit, delivery } = host()
    const gone = await listen(() => {})
    await gone.close()
    await onSuccess('down', gone.url)
    await submit('down', 'd-1')
    const refused = await delivery('down', 'd-1', ({ attemptCount }) => attemptCount > 0)
    expect(refused).toMatchObject({
      state: 'Pending',
      statusCode: null,
      detail: expect.stringMatching(/^not reached: /),
    })
    let status = 500
    const server = await listen((_request, response) => {
      response.writeHead(status).end('not now')
      status = 200
    }, gone.port)
    const { deliveryId } = refused
    await client['deliveries.retry']({ deliveryIds: [deliveryId] })
    const made = await delivery('down', 'd-1', hasEnded)
    expect(made).toMatchObject({ deliveryId, state: 'Succeeded', statusCode: 200, detail: null })
    expect(server.heard.map(({ id }) => id)).toEqual([String(deliveryId), String(deliveryId)])
  })

  it('that are answered by a redirect fail and name where it leads', async () => {
    const { onSuccess, submit, delivery } = host()
    const { url } = await listen((_request, response) =>
      response.writeHead(302, { location: 'http://shop.example/' }).end(),
    )
    await onSuccess('moved', url)
    await submit('moved', 'm-1')
    expect(await delivery('moved', 'm-1', hasEnded)).toMatchObject({
      state: 'Failed',
      statusCode: 302,
      detail: expect.stringContaining('a redirect to http://shop.example/'),
    })
  })

  it('to a server that does not answer hold up no other, two at a time', async () => {
    const { onSuccess, submit, delivery } = host()
    const waiting: ServerResponse[] = []
    const slow = await listen((_request, response) => void waiting.push(response))
    const up = await listen((_request, response) => response.writeHead(200).end())
    await onSuccess('slow', slow.url)
    await onSuccess('shy', up.url)
    for (const id of ['s-1', 's-2', 's-3', 's-4']) await submit('slow', id)
    await until(() => waiting.length === 2, { what: 'two calls' })
    await submit('shy', 'h-1')
    expect(await delivery('shy', 'h-1', hasEnded)).toMatchObject({ state: 'Succeeded' })
    expect(slow.heard).toHaveLength(2)
    await until(
      () => {
        waiting.shift()?.writeHead(200).end()
        return slow.heard.length === 4 && waiting.length === 0
      },
      { what: 'all four calls' },
    )
    for (const id of ['s-1', 's-2', 's-3', 's-4']) {
      expect(await delivery('slow', id, hasEnded)).toMatchObject({ state: 'Succeeded', attemptCount: 1 })
    }
  })

  it('can be tried out: a test calls the address, and is kept', async () => {
    const { client } = host()
    const { url, heard } = await listen((_request, response) => response.writeHead(204).end())
    const { deliveryId } = await client['deliveries.test']({ functionName: 'tested', cause: 'failure', target: url })
    const delivery = await until(
      async () => {
        const one = await client['deliveries.get']({ deliveryId })
        return one.state === 'Succeeded' && one
      },
      { what: 'the test to be delivered' },
    )
    expect(delivery).toMatchObject({ cause: 'test', taskId: null, statusCode: 204, kind: 'http' })
    expect(heard).toEqual([{ id: String(deliveryId), body: delivery.body }])
    expect(JSON.parse(delivery.body).requestContext.condition).toBe('UnhandledInvocationError')
    const { operations } = await client['operations.list']({ actions: ['delivery.test', 'delivery.retry'] })
    expect(operations.map(({ action, target }) => `${action} ${target}`)).toContain('delivery.test tested')
  })
})
