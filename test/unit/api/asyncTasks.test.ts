import { describe, expect, it } from 'vitest'
import { type Fc, fcModels } from '../../support/sdkClient.ts'
import { type Handler, startTestFcApi, submit, type TestFcApi } from '../../support/testFcApi.ts'
import { until } from '../../support/until.ts'

const FAILURE = { errorType: 'UnhandledInvocationError', errorBody: '{"errorMessage":"boom"}' } as const
const never: Handler = () => new Promise(() => {})

async function getTask(fc: Fc, functionName: string, taskId: string) {
  const { body } = await fc.getAsyncTask(functionName, taskId, new fcModels.GetAsyncTaskRequest({}))
  return JSON.parse(JSON.stringify(body)) // the SDK's classes as plain objects
}

const inState = (fc: Fc, functionName: string, { taskId, state }: { taskId: string; state: string }) =>
  until(
    async () => {
      const task = await getTask(fc, functionName, taskId)
      return task.status === state && task
    },
    { what: `${taskId} to be ${state}` },
  )

async function list(fc: Fc, query: ConstructorParameters<typeof fcModels.ListAsyncTasksRequest>[0] = {}) {
  const { body } = await fc.listAsyncTasks('f', new fcModels.ListAsyncTasksRequest(query))
  return { ids: body?.tasks?.map(({ taskId }) => taskId), tasks: body?.tasks ?? [], nextToken: body?.nextToken }
}

/** Function f with tasks a-1 … a-5 (odd ones Succeeded, even ones Failed) and b-1, in this order of submission. */
async function withTasks(): Promise<TestFcApi> {
  const api = await startTestFcApi({ handlers: { f: ({ payload }) => (Number(payload) % 2 ? 'odd' : FAILURE) } })
  await api.createFunction('f')
  for (const [index, id] of ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'b-1'].entries()) {
    await submit(api.fc, 'f', { 'x-fc-async-task-id': id }, String(index + 1))
  }
  await until(async () => (await list(api.fc)).tasks.every(({ endTime }) => endTime !== undefined), {
    what: 'all to end',
  })
  return api
}

describe('GetAsyncTask', () => {
  it('says what became of the delivery to its destination, and so does the list', async () => {
    const { fc, createFunction } = await startTestFcApi({
      handlers: { f: ({ payload }) => (payload === '1' ? 'done' : FAILURE) },
    })
    await createFunction('f')
    const destinationConfig = new fcModels.DestinationConfig({
      onSuccess: new fcModels.Destination({ destination: 'acs:mns:::/queues/done/messages' }),
      onFailure: new fcModels.Destination({ destination: 'acs:fc:::functions/nobody' }),
    })
    const body = new fcModels.PutAsyncInvokeConfigInput({
      asyncTask: true,
      maxAsyncRetryAttempts: 0,
      destinationConfig,
    })
    await fc.putAsyncInvokeConfig('f', new fcModels.PutAsyncInvokeConfigRequest({ body }))
    await submit(fc, 'f', { 'x-fc-async-task-id': 't-1' }, '1')
    await submit(fc, 'f', { 'x-fc-async-task-id': 't-2' }, '2')
    const succeeded = await inState(fc, 'f', { taskId: 't-1', state: 'Succeeded' })
    const failed = await inState(fc, 'f', { taskId: 't-2', state: 'Failed' })
    expect([succeeded.destinationStatus, failed.destinationStatus]).toEqual(['Succeeded', 'Failed'])
    const { tasks } = await list(fc)
    expect(tasks.map(({ destinationStatus }) => destinationStatus)).toEqual(['Failed', 'Succeeded'])
  })

  it('shows a task that succeeded with payload, result and events', async () => {
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: () => 'done' } })
    await createFunction('f')
    const { headers } = await submit(fc, 'f', { 'x-fc-async-task-id': 't-1' }, '{"n":1}')
    const task = await inState(fc, 'f', { taskId: 't-1', state: 'Succeeded' })
    const { events, startedTime, endTime, durationMs, functionArn, ...rest } = task
    expect(rest).toEqual({
      taskId: 't-1',
      status: 'Succeeded',
      qualifier: 'LATEST',
      requestId: headers['x-fc-request-id'],
      instanceId: 'c-test',
      alreadyRetriedTimes: 0,
      taskPayload: '{"n":1}',
      returnPayload: 'done',
    })
    expect(functionArn).toMatch(/^acs:fc:cn-hangzhou:\d{16}:functions\/f$/)
    expect(durationMs).toBe(endTime - startedTime)
    expect(events).toEqual([
      { eventId: 1, status: 'Enqueued', timestamp: expect.any(Number), eventDetail: '' },
      { eventId: 2, status: 'Dequeued', timestamp: expect.any(Number), eventDetail: '' },
      { eventId: 3, status: 'Running', timestamp: startedTime, eventDetail: '' },
      { eventId: 4, status: 'Succeeded', timestamp: endTime, eventDetail: '' },
    ])
  })

  it('shows why a task failed', async () => {
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: () => FAILURE } })
    await createFunction('f')
    await submit(fc, 'f', { 'x-fc-async-task-id': 't-1' })
    const task = await inState(fc, 'f', { taskId: 't-1', state: 'Failed' })
    expect(task.taskErrorMessage).toBe(FAILURE.errorBody)
    expect(task.events.at(-1)).toMatchObject({ status: 'Failed', eventDetail: '{"Error":"UnhandledInvocationError"}' })
    expect(task).not.toHaveProperty('returnPayload')
  })

  it('shows a task that waits for its next attempt as Retrying', async () => {
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: () => FAILURE } })
    await createFunction('f', { maxAsyncRetryAttempts: 1 })
    await submit(fc, 'f', { 'x-fc-async-task-id': 't-1' })
    const task = await inState(fc, 'f', { taskId: 't-1', state: 'Retrying' })
    expect(task.alreadyRetriedTimes).toBe(1)
    expect(task.events.map(({ status }: { status: string }) => status)).toEqual([
      'Enqueued',
      'Dequeued',
      'Running',
      'Retrying',
    ])
  })

  it('gives 404 for an unknown task and an unknown function', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    await expect(getTask(fc, 'f', 'none')).rejects.toMatchObject({ statusCode: 404, code: 'AsyncTaskNotFound' })
    await expect(getTask(fc, 'none', 'none')).rejects.toMatchObject({ statusCode: 404, code: 'FunctionNotFound' })
  })

  it('finds a task whose id has the most characters allowed', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    const taskId = 'a'.repeat(128)
    await submit(fc, 'f', { 'x-fc-async-task-id': taskId })
    expect((await getTask(fc, 'f', taskId)).taskId).toBe(taskId)
  })

  it('reads ids that need escapes as they are', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    for (const id of ["it's", 'a b', 'a/b', 'ä*~'])
      await expect(getTask(fc, 'f', id)).rejects.toMatchObject({
        code: 'AsyncTaskNotFound',
        message: expect.stringContaining(`'${id}'`),
      })
  })
})

describe('a plain asynchronous call', () => {
  it('leaves no record for GetAsyncTask, ListAsyncTasks and StopAsyncTask', async () => {
    const { fc, queries, createFunction } = await startTestFcApi()
    await createFunction('f', { asyncTask: false })
    await submit(fc, 'f', { 'x-fc-async-task-id': 'plain' })
    expect((await queries.getTask({ accountId: 1, functionName: 'f', taskId: 'plain' })).isTask).toBe(false)
    await expect(getTask(fc, 'f', 'plain')).rejects.toMatchObject({ code: 'AsyncTaskNotFound' })
    await expect(fc.stopAsyncTask('f', 'plain', new fcModels.StopAsyncTaskRequest({}))).rejects.toMatchObject({
      code: 'AsyncTaskNotFound',
    })
    expect((await list(fc)).ids).toEqual([])
  })
})

describe('ListAsyncTasks', () => {
  it('gives the newest first, without payloads', async () => {
    const { fc } = await withTasks()
    const { ids, tasks, nextToken } = await list(fc)
    expect(ids).toEqual(['b-1', 'a-5', 'a-4', 'a-3', 'a-2', 'a-1'])
    expect(nextToken).toBeUndefined()
    expect(tasks[0]).toMatchObject({ status: 'Failed', taskErrorMessage: FAILURE.errorBody })
    expect(tasks.every(({ taskPayload }) => taskPayload === undefined)).toBe(true)
  })

  it('filters by prefix and by status, and gives payloads when asked', async () => {
    const { fc } = await withTasks()
    expect((await list(fc, { prefix: 'a-' })).ids).toEqual(['a-5', 'a-4', 'a-3', 'a-2', 'a-1'])
    expect((await list(fc, { status: 'Failed' })).ids).toEqual(['b-1', 'a-4', 'a-2'])
    const { tasks } = await list(fc, {
      prefix: 'a-',
      status: 'Succeeded',
      sortOrderByTime: 'asc',
      includePayload: true,
    })
    expect(tasks.map(({ taskId, taskPayload }) => [taskId, taskPayload])).toEqual([
      ['a-1', '1'],
      ['a-3', '3'],
      ['a-5', '5'],
    ])
  })

  it('filters by the time that tasks started, both ends included', async () => {
    const { fc } = await withTasks()
    const { tasks } = await list(fc)
    const startedTime = tasks.find(({ taskId }) => taskId === 'a-3')!.startedTime!
    const expected = tasks.filter((task) => task.startedTime === startedTime).map(({ taskId }) => taskId)
    expect((await list(fc, { startedTimeBegin: startedTime, startedTimeEnd: startedTime })).ids).toEqual(expected)
    expect((await list(fc, { startedTimeEnd: startedTime - 60_000 })).ids).toEqual([])
    expect((await list(fc, { startedTimeBegin: startedTime + 60_000 })).ids).toEqual([])
  })

  it.each(['asc', 'desc'] as const)('pages through all tasks in order %s', async (sortOrderByTime) => {
    const { fc } = await withTasks()
    const ids: unknown[] = []
    let nextToken: string | undefined
    do {
      const page = await list(fc, { limit: 4, sortOrderByTime, ...(nextToken ? { nextToken } : {}) })
      ids.push(page.ids)
      nextToken = page.nextToken
    } while (nextToken)
    const ascending = ['a-1', 'a-2', 'a-3', 'a-4', 'a-5', 'b-1']
    const all = sortOrderByTime === 'asc' ? ascending : ascending.toReversed()
    expect(ids).toEqual([all.slice(0, 4), all.slice(4)])
  })

  it.each([
    { limit: 0 },
    { limit: 101 },
    { status: 'Sleeping' },
    { sortOrderByTime: 'random' },
    { nextToken: 'MTIzNCNhYmM=' },
    { nextToken: '§' },
  ])('refuses %o', async (query) => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    await expect(list(fc, query)).rejects.toMatchObject({ statusCode: 400, code: 'InvalidArgument' })
  })

  it('of an unknown function gives 404', async () => {
    const { fc } = await startTestFcApi()
    await expect(list(fc)).rejects.toMatchObject({ statusCode: 404, code: 'FunctionNotFound' })
  })
})

describe('StopAsyncTask', () => {
  const stop = (fc: Fc, taskId: string) => fc.stopAsyncTask('f', taskId, new fcModels.StopAsyncTaskRequest({}))

  it('stops a task that runs', async () => {
    const { fc, createFunction } = await startTestFcApi({ handlers: { f: never } })
    await createFunction('f')
    await submit(fc, 'f', { 'x-fc-async-task-id': 't-1' })
    await inState(fc, 'f', { taskId: 't-1', state: 'Running' })
    expect((await stop(fc, 't-1')).statusCode).toBe(204)
    const task = await inState(fc, 'f', { taskId: 't-1', state: 'Stopped' })
    expect(task.events.map(({ status }: { status: string }) => status).slice(-2)).toEqual(['Stopping', 'Stopped'])
  })

  it('stops a task that waits', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    await submit(fc, 'f', { 'x-fc-async-task-id': 't-1', 'x-fc-async-delay': '600' })
    await stop(fc, 't-1')
    expect((await getTask(fc, 'f', 't-1')).status).toBe('Stopped')
  })

  it('is refused for a task that has ended', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    await submit(fc, 'f', { 'x-fc-async-task-id': 't-1' })
    await inState(fc, 'f', { taskId: 't-1', state: 'Succeeded' })
    await expect(stop(fc, 't-1')).rejects.toMatchObject({ statusCode: 412, code: 'PreconditionFailed' })
  })

  it('gives 404 for an unknown task', async () => {
    const { fc, createFunction } = await startTestFcApi()
    await createFunction('f')
    await expect(stop(fc, 'none')).rejects.toMatchObject({ statusCode: 404, code: 'AsyncTaskNotFound' })
  })
})
