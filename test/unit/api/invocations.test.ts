import { createConnection } from 'node:net'
import { describe, expect, it } from 'vitest'
import { fcError, rawFc } from '../../support/rawFc.ts'
import { invoke, startTestFcApi, submit } from '../../support/testFcApi.ts'
import { until } from '../../support/until.ts'

const REQUEST_ID = /^1-[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{12}$/
const INVOKE = '/2023-03-30/functions/f/invocations'

describe('a synchronous call', () => {
  it('returns what the handler returned, with the facts of the call', async () => {
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: ({ payload }) => `${payload}!` } })
    await createFunction('f')
    const answer = await invoke(fc, 'f', { payload: 'hello' })
    expect({ status: answer.statusCode, body: answer.body.toString() }).toEqual({ status: 200, body: 'hello!' })
    expect(answer.headers).toMatchObject({
      'x-fc-request-id': expect.stringMatching(REQUEST_ID),
      'x-fc-instance-id': 'c-test',
      'x-fc-code-checksum': expect.stringMatching(/^\d+$/),
      'x-fc-invocation-duration': '2',
      'x-fc-max-memory-usage': '32.00',
      'x-fc-invocation-service-version': 'LATEST',
    })
    expect(Object.keys(answer.headers)).not.toEqual(expect.arrayContaining(['x-fc-error-type', 'x-fc-log-result']))
  })

  it('carries the request id that the handler saw', async () => {
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: ({ requestId }) => requestId } })
    await createFunction('f')
    const answer = await invoke(fc, 'f')
    expect(answer.body.toString()).toBe(answer.headers['x-fc-request-id'])
  })

  it('hands bytes that are not UTF-8 through unchanged, both ways', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    const bytes = Buffer.from([0, 255, 254, 128, 10])
    expect((await invoke(fc, 'f', { payload: bytes })).body).toEqual(bytes)
  })

  it('takes an empty payload', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    expect((await invoke(fc, 'f', { payload: '' })).body.toString()).toBe('')
  })

  it('answers a function error with 200, its type and its JSON', async () => {
    const failure = { errorType: 'UnhandledInvocationError', errorBody: '{"errorMessage":"boom"}' } as const
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: () => failure } })
    await createFunction('f')
    const answer = await invoke(fc, 'f')
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['x-fc-error-type']).toBe('UnhandledInvocationError')
    expect(JSON.parse(answer.body.toString())).toEqual({ errorMessage: 'boom' })
  })

  it('returns the end of the log when it asks for it', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    const answer = await invoke(fc, 'f', { headers: { 'x-fc-log-type': 'Tail' } })
    expect(Buffer.from(answer.headers['x-fc-log-result']!, 'base64').toString()).toBe('the last lines')
  })

  it('takes 32 MiB and no more', async () => {
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: ({ payload }) => String(payload.length) } })
    await createFunction('f')
    const largest = Buffer.alloc(32 * 2 ** 20, 'a')
    expect((await invoke(fc, 'f', { payload: largest })).body.toString()).toBe(String(largest.length))
    await expect(invoke(fc, 'f', { payload: Buffer.concat([largest, largest]) })).rejects.toMatchObject({
      statusCode: 400,
      code: 'EntityTooLarge',
      message: expect.stringContaining('payload size exceeds maximum allowed size (33554432 bytes)'),
    })
  })

  it('beyond the reserved concurrency gets 429 at once', async () => {
    const { fc, store, createFunction } = await startTestFcApi()
    await createFunction('f')
    await store.commands.updateFunction({ accountId: 1, functionName: 'f' }, { reservedConcurrency: 0 })
    await expect(invoke(fc, 'f')).rejects.toMatchObject({ statusCode: 429, code: 'ResourceExhausted' })
  })

  it('of an unknown function gets 404', async () => {
    const { fc } = await startTestFcApi()
    await expect(invoke(fc, 'none')).rejects.toMatchObject({
      statusCode: 404,
      code: 'FunctionNotFound',
      message: expect.stringContaining("function 'none' does not exist"),
    })
  })

  it('whose client hangs up harms nobody', async () => {
    const answers: (() => void)[] = []
    const handlers = { f: () => new Promise<string>((resolve) => answers.push(() => resolve('late'))), g: () => 'fine' }
    const { fc, key, port, logged, createFunction } = await startTestFcApi({ handlers })
    await createFunction('f')
    await createFunction('g')
    const whole = rawFc(port, { method: 'POST', path: INVOKE, key, body: '{}' })
    await until(() => answers.length === 1, { what: 'the handler to run' })
    const half = createConnection({ host: '127.0.0.1', port })
    half.write(`POST ${INVOKE} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\nhalf`)
    half.destroy()
    answers[0]!()
    expect((await whole).text).toBe('late')
    expect((await invoke(fc, 'g')).body.toString()).toBe('fine')
    expect(logged).toEqual([])
  })
})

describe('an asynchronous call', () => {
  it('is accepted with 202, an empty body and its ids', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    const answer = await submit(fc, 'f')
    expect({ status: answer.statusCode, body: answer.body.length }).toEqual({ status: 202, body: 0 })
    expect(answer.headers['x-fc-request-id']).toMatch(REQUEST_ID)
    expect(answer.headers['x-fc-async-task-id']).toBe(answer.headers['x-fc-request-id'])
  })

  it('keeps the id that was chosen, and refuses it a second time', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    expect((await submit(fc, 'f', { 'x-fc-async-task-id': 'order-1' })).headers['x-fc-async-task-id']).toBe('order-1')
    await expect(submit(fc, 'f', { 'x-fc-async-task-id': 'order-1' })).rejects.toMatchObject({
      statusCode: 409,
      code: 'AsyncTaskAlreadyExists',
    })
  })

  it.each(['1st', '-a', 'a b', 'a/b', 'ä', 'a'.repeat(129)])('is refused with the malformed id %s', async (id) => {
    const { port, key, createFunction } = await startTestFcApi()
    await createFunction('f')
    const headers = { 'x-fc-invocation-type': 'Async', 'x-fc-async-task-id': Buffer.from(id).toString('latin1') }
    const answer = await rawFc(port, { method: 'POST', path: INVOKE, key, headers, body: '{}' })
    expect(fcError(answer)).toMatchObject({ status: 400, Code: 'InvalidArgument' })
  })

  it('takes 128 KiB and no more', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    const largest = 'a'.repeat(128 * 1_024)
    expect((await submit(fc, 'f', {}, largest)).statusCode).toBe(202)
    await expect(submit(fc, 'f', {}, `${largest}a`)).rejects.toMatchObject({
      statusCode: 400,
      code: 'EntityTooLarge',
      message: expect.stringContaining('(131072 bytes)'),
    })
  })

  it('waits for its delay', async () => {
    const { fc, queries, createFunction } = await startTestFcApi()
    await createFunction('f')
    await submit(fc, 'f', { 'x-fc-async-task-id': 'later', 'x-fc-async-delay': '3600' })
    const task = await queries.getTask({ accountId: 1, functionName: 'f', taskId: 'later' })
    expect({ state: task.state, delayMs: task.dueAtMs - task.submittedAtMs }).toEqual({
      state: 'Enqueued',
      delayMs: 3_600_000,
    })
  })

  it.each([
    ['x-fc-async-delay', '3601'],
    ['x-fc-async-delay', '-1'],
    ['x-fc-async-delay', '1.5'],
    ['x-fc-async-delay', 'soon'],
    ['x-fc-invocation-type', 'Later'],
  ])('is refused with header %s: %s', async (name, value) => {
    const { port, key, createFunction } = await startTestFcApi()
    await createFunction('f')
    const headers = { 'x-fc-invocation-type': 'Async', [name]: value }
    const answer = await rawFc(port, { method: 'POST', path: INVOKE, key, headers, body: '{}' })
    expect(fcError(answer)).toMatchObject({
      status: 400,
      Code: 'InvalidArgument',
      Message: expect.stringContaining(name),
    })
  })

  it.each([
    ['3', 'VersionNotFound'],
    ['prod', 'AliasNotFound'],
  ])('of qualifier %s is refused with %s, of LATEST it is not', async (qualifier, code) => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    await expect(invoke(fc, 'f', { qualifier })).rejects.toMatchObject({ statusCode: 404, code })
    expect((await invoke(fc, 'f', { qualifier: 'LATEST' })).statusCode).toBe(200)
  })

  it('runs a payload of bytes and shows it as Base64', async () => {
    const { fc, queries, createFunction } = await startTestFcApi()
    await createFunction('f')
    const bytes = Buffer.from([255, 0, 1])
    await invoke(fc, 'f', { payload: bytes, headers: { 'x-fc-invocation-type': 'Async', 'x-fc-async-task-id': 'raw' } })
    const target = { accountId: 1, functionName: 'f', taskId: 'raw' }
    const task = await until(
      async () => {
        const found = await queries.getTask(target)
        return found.state === 'Succeeded' ? found : null
      },
      { what: 'the task to end' },
    )
    expect(Buffer.from(task.result as Uint8Array)).toEqual(bytes)
  })
})
