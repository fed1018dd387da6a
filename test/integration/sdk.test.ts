/** What users do with the official SDK, against a whole host with real instances (FC.md section 1). */
import { writeFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { fcModels, sdkClient, submitWith, taskWith } from '../support/sdkClient.ts'
import { startTestHost, TEST_KEY } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const TASK_MODE = 'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 1 }'
const submission = (functionName: string, taskId: string, payload = '2000') => ({
  functionName,
  taskId,
  payload,
  delaySeconds: 0,
})

async function startShop() {
  const project = projectFolder({
    's.yaml': specOf({
      echo: ['handler: index.handler', TASK_MODE],
      slow: ['handler: index.handler', 'timeout: 60', TASK_MODE],
      broken: ['handler: index.handler', TASK_MODE],
    }),
    'echo/index.js': 'exports.handler = async (event) => { console.log("seen"); return event }',
    'slow/index.js':
      'exports.handler = async (event) => new Promise((resolve) => setTimeout(() => resolve("old code"), Number(event)))',
    'broken/index.js': 'exports.handler = async () => { throw new TypeError("not today") }',
  })
  const host = await startTestHost({ project })
  return { project, host, fc: sdkClient(host.fcEndpoint, TEST_KEY) }
}
type Fc = ReturnType<typeof sdkClient>

async function ended(fc: Fc, functionName: string, taskId: string, status: string) {
  return until(
    async () => {
      const task = await taskWith(fc, functionName, taskId)
      return task.status === status ? task : null
    },
    { what: `task ${taskId} to be ${status}` },
  )
}

async function invoke(fc: Fc, functionName: string, payload: string) {
  const request = new fcModels.InvokeFunctionRequest({ body: Readable.from([Buffer.from(payload)]) })
  const headers = new fcModels.InvokeFunctionHeaders({ xFcLogType: 'Tail' })
  const answer = await fc.invokeFunctionWithOptions(
    functionName,
    request,
    headers,
    {} as Parameters<Fc['invokeFunctionWithOptions']>[3],
  )
  const chunks: Buffer[] = []
  for await (const chunk of answer.body as Readable) chunks.push(chunk as Buffer)
  return { body: Buffer.concat(chunks).toString(), headers: answer.headers! }
}

describe('a synchronous call', () => {
  it('answers with the bytes of the handler and the tail of its log', async () => {
    const { fc } = await startShop()
    const { body, headers } = await invoke(fc, 'echo', '{"hello":"wörld"}')
    expect(body).toBe('{"hello":"wörld"}')
    expect(headers['x-fc-request-id']).toMatch(/^1-/)
    const log = Buffer.from(headers['x-fc-log-result']!, 'base64').toString()
    expect(log).toContain('FC Invoke Start RequestId')
    expect(log).toContain('[info] seen')
  })

  it('answers a function error with 200, its type and its body', async () => {
    const { fc } = await startShop()
    const { body, headers } = await invoke(fc, 'broken', '{}')
    expect(headers['x-fc-error-type']).toBe('UnhandledInvocationError')
    expect(JSON.parse(body)).toMatchObject({ errorMessage: 'not today' })
  })
})

describe('an asynchronous task', () => {
  it('is followed from its submission to its result, with its history', async () => {
    const { fc } = await startShop()
    await submitWith(fc, submission('echo', 'first', '{"n":1}'))
    const task = await ended(fc, 'echo', 'first', 'Succeeded')
    expect(task).toMatchObject({ taskId: 'first', returnPayload: '{"n":1}', alreadyRetriedTimes: 0 })
    expect(task.events!.map(({ status }) => status)).toEqual(['Enqueued', 'Dequeued', 'Running', 'Succeeded'])
    await expect(submitWith(fc, submission('echo', 'first'))).rejects.toMatchObject({ statusCode: 409 })
  })

  it('that fails is retried and then Failed, with the error of the handler', async () => {
    const { fc } = await startShop()
    await submitWith(fc, submission('broken', 'bad'))
    const task = await ended(fc, 'broken', 'bad', 'Failed')
    expect(task.alreadyRetriedTimes).toBe(1)
    expect(task.taskErrorMessage).toContain('not today')
    const list = await fc.listAsyncTasks(
      'broken',
      new fcModels.ListAsyncTasksRequest({ status: 'Failed', prefix: 'b' }),
    )
    expect(list.body!.tasks!.map(({ taskId }) => taskId)).toEqual(['bad'])
  })

  it('is stopped while it runs, and its instance is gone', async () => {
    const { fc } = await startShop()
    await submitWith(fc, submission('slow', 'long'))
    await until(async () => (await taskWith(fc, 'slow', 'long')).status === 'Running', { what: 'the task to run' })
    await fc.stopAsyncTask('slow', 'long', new fcModels.StopAsyncTaskRequest({}))
    const task = await ended(fc, 'slow', 'long', 'Stopped')
    expect(task.events!.map(({ status }) => status)).toEqual(['Enqueued', 'Dequeued', 'Running', 'Stopping', 'Stopped'])
  })
})

describe('changed code', () => {
  it('is what the next task runs, while a busy instance finishes on the old', async () => {
    const { fc, project, host } = await startShop()
    await invoke(fc, 'slow', '0') // the instance has loaded the old code
    await submitWith(fc, submission('slow', 'before'))
    await until(async () => (await taskWith(fc, 'slow', 'before')).status === 'Running', { what: 'the task to run' })
    writeFileSync(`${project}/slow/index.js`, 'exports.handler = async () => "new code"')
    const next = await until(
      async () => {
        const { body } = await invoke(fc, 'slow', '0')
        return body === 'new code' ? body : null
      },
      { what: 'a call to meet the new code' },
    )
    expect(next).toBe('new code')
    expect((await ended(fc, 'slow', 'before', 'Succeeded')).returnPayload).toBe('old code')
    await host.stop()
  })
})

describe('a function made by the SDK', () => {
  it('is created from a zip, called, updated and deleted', async () => {
    const { fc } = await startShop()
    const zipFile = (text: string) => Buffer.from(zipSync({ 'index.js': strToU8(text) })).toString('base64')
    const code = (text: string) => new fcModels.InputCodeLocation({ zipFile: zipFile(text) })
    const body = new fcModels.CreateFunctionInput({
      functionName: 'fresh',
      runtime: 'nodejs20',
      handler: 'index.handler',
      code: code('exports.handler = async () => "one"'),
    })
    await fc.createFunction(new fcModels.CreateFunctionRequest({ body }))
    expect((await invoke(fc, 'fresh', '')).body).toBe('one')
    await fc.updateFunction(
      'fresh',
      new fcModels.UpdateFunctionRequest({
        body: new fcModels.UpdateFunctionInput({ code: code('exports.handler = async () => "two"') }),
      }),
    )
    expect((await invoke(fc, 'fresh', '')).body).toBe('two')
    await fc.deleteFunction('fresh')
    await expect(invoke(fc, 'fresh', '')).rejects.toMatchObject({ code: 'FunctionNotFound', statusCode: 404 })
  })
})
