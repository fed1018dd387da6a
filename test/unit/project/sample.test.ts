import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readProject } from '../../../electron/project/readProject.ts'

const sampleUrl = new URL('../../../electron/sample/', import.meta.url)
const require = createRequire(import.meta.url)
const payload = (name: string) => readFileSync(new URL(`payloads/${name}.json`, sampleUrl))

function run(name: string, event: Buffer): Promise<Record<string, unknown>> {
  const { handler } = require(fileURLToPath(new URL(`code/${name}/index.js`, sampleUrl)))
  return handler(event, { requestId: '1-a-b-c', retryCount: 0 })
}

beforeEach(() => {
  vi.stubEnv('CURRENCY', 'EUR')
  vi.stubEnv('SENDER', 'orders@shop.example')
  vi.spyOn(console, 'log').mockImplementation(() => {})
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

describe('the sample', () => {
  it('is a project of five functions in task mode without a problem', () => {
    const { functions, problems, access } = readProject(fileURLToPath(sampleUrl))
    expect(problems).toEqual([])
    expect(access).toBe('default')
    expect(functions.map(({ config, asyncConfig }) => [config.functionName, asyncConfig?.asyncTask])).toEqual([
      ['order-intake', true],
      ['order-charge', true],
      ['order-refund', true],
      ['order-notify', true],
      ['order-report', true],
    ])
  })

  it('takes an order through three of them, each given the result of the one before by a destination', async () => {
    const deliver = (result: unknown) => Buffer.from(JSON.stringify({ responsePayload: JSON.stringify(result) }))
    const taken = await run('intake', payload('order'))
    expect(taken.totalCents).toBe(5_510)
    const charged = await run('charge', deliver(taken))
    expect(charged).toMatchObject({ amountCents: 4_959, currency: 'EUR' })
    expect(await run('notify', deliver(charged))).toEqual({ orderId: 'A-1001', sentTo: 'ada@customers.example' })
  })

  it('compensates a failed charge by the function that it names', async () => {
    const { functions, notices } = readProject(fileURLToPath(sampleUrl))
    const named = functions.map(({ config, compensation }) => [config.functionName, compensation])
    expect(named.filter(([, compensation]) => compensation !== null)).toEqual([['order-charge', 'order-refund']])
    expect(notices).toEqual([])
    const failure = JSON.parse(payload('failed-charge').toString())
    const refund = {
      orderId: 'A-1002',
      refundedCents: 2_950,
      currency: 'EUR',
      key: failure.requestContext.requestId,
      reason: "TypeError: Cannot read properties of undefined (reading 'tier')",
    }
    expect(await run('refund', payload('failed-charge'))).toEqual(refund)

    const delivered = JSON.stringify({ responsePayload: failure.requestPayload }) // what order-intake handed on
    expect(await run('refund', Buffer.from(JSON.stringify({ ...failure, requestPayload: delivered })))).toEqual(refund)
    const expired = { ...failure, responsePayload: '{"errorMessage":"waited 61 min"}' }
    expect(await run('refund', Buffer.from(JSON.stringify(expired)))).toMatchObject({ reason: 'waited 61 min' })
  })

  it.each([
    ['no JSON', 'order', 'the event is no JSON'],
    ['an order', payload('order').toString(), 'requestContext, requestPayload, responsePayload missing'],
    ['null', 'null', 'requestContext, requestPayload, responsePayload missing'],
    [
      'the failure of something else',
      JSON.stringify({ requestContext: {}, requestPayload: '{}', responsePayload: '{}' }),
      'the payload of the failed task is no order',
    ],
  ])('refuses to refund %s', async (_what, event, text) => {
    await expect(run('refund', Buffer.from(event))).rejects.toThrow(text)
  })

  it('refuses an order that makes no sense', async () => {
    const order = { id: 'A-1', items: [{ name: 'cup', count: 0, priceCents: 1 }] }
    await expect(run('intake', Buffer.from(JSON.stringify(order)))).rejects.toThrow('"cup" needs a count above zero')
  })

  it('breaks for guests, with a stack that leads to the bug', async () => {
    const error: unknown = await run('charge', payload('guest-order')).catch((thrown) => thrown)
    expect(error).toBeInstanceOf(TypeError)
    expect((error as TypeError).message).toBe("Cannot read properties of undefined (reading 'tier')")
    expect((error as TypeError).stack).toMatch(/discountPercent .*charge\/index\.js/)
  })
})
