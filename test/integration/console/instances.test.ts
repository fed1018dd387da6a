/** Instances as the window and the command line ask for them: real threads, real processes. */
import { describe, expect, it } from 'vitest'
import { type ConsoleClient, clientOf } from '../../../electron/cli/consoleClient.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const HANDLER = `exports.handler = async (event) => {
  const { sleepMs = 0 } = JSON.parse(event)
  await new Promise((resolve) => setTimeout(resolve, sleepMs))
  return process.env.FC_INSTANCE_ID
}
`
const TASKS = [
  'handler: index.handler',
  'timeout: 600',
  'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }',
]
const refused = (code: string, message = /./) =>
  expect.objectContaining({ code, message: expect.stringMatching(message) })

async function startShop(options: { hasFaults?: boolean } = {}) {
  const project = projectFolder({ 's.yaml': specOf({ pay: TASKS }), 'pay/index.js': HANDLER })
  const host = await startTestHost({ project, ...options })
  return { project, host, client: clientOf(host), ...helpers(clientOf(host)) }
}

const helpers = (client: ConsoleClient) => ({
  submit: (taskId: string, sleepMs: number) =>
    client['tasks.submit']({ functionName: 'pay', taskId, payload: JSON.stringify({ sleepMs }) }),
  ended: (taskId: string) =>
    until(
      async () => {
        const task = await client['tasks.get']({ functionName: 'pay', taskId })
        return task.endedAtMs !== null && task
      },
      { what: `the end of ${taskId}` },
    ),
  running: (taskId: string) =>
    until(
      async () => {
        const { living } = await client['instances.list']({})
        return living.find(({ runs }) => runs.some((run) => run.taskId === taskId))
      },
      { what: `an instance that runs ${taskId}` },
    ),
  listedAsEnded: (instanceId: string) =>
    until(async () => (await client['instances.list']({})).ended.find((one) => one.instanceId === instanceId), {
      what: `the end of ${instanceId}`,
    }),
})

describe('an instance in the console', () => {
  it("shows its task while it runs, and FC's error reaches the task when it is stopped now", async () => {
    const { client, submit, running, ended, listedAsEnded } = await startShop()
    const { taskId, requestId } = await submit('long', 600_000)
    const { instanceId } = await running(taskId)
    const row = await client['instances.get']({ instanceId })
    expect(row).toMatchObject({
      functionName: 'pay',
      runtime: 'nodejs20',
      state: 'busy',
      servedCount: 0,
      runs: [{ taskId, requestId, attempt: 1, attemptLimit: 1, startedAtMs: expect.any(Number) }],
      endedAtMs: null,
      timeoutMs: 600_000,
    })
    await client['instances.stop']({ instanceId, when: 'now' })
    const task = await ended(taskId)
    expect(task).toMatchObject({ state: 'Failed', errorBody: expect.stringContaining('Process exited unexpectedly') })
    expect(await listedAsEnded(instanceId)).toMatchObject({
      state: 'stopped',
      detail: 'stopped by hand',
      servedCount: 1,
    })
    await expect(client['instances.stop']({ instanceId, when: 'now' })).rejects.toThrow(
      refused('instance_ended', /has ended \(stopped by hand\)/),
    )
    await expect(client['instances.restart']({ instanceId })).rejects.toThrow(refused('instance_ended'))
    await expect(client['instances.get']({ instanceId: 'c-none' })).rejects.toThrow(
      refused('instance_not_found', /c-none/),
    )
    const { operations } = await client['operations.list']({}) // what was refused is not among them
    expect(operations).toMatchObject([
      { action: 'instance.stop', target: instanceId, count: 1, detail: { functionName: 'pay', when: 'now' } },
    ])
  })

  it('keeps its samples after its end, and for the next host', async () => {
    const { project, host, client, submit, running, listedAsEnded } = await startShop()
    await submit('long', 600_000)
    const { instanceId } = await running('long')
    const { samples } = await until(
      async () => {
        const row = await client['instances.get']({ instanceId })
        return row.samples.atMs.length >= 2 && row
      },
      { what: 'two samples' },
    )
    await client['instances.stop']({ instanceId, when: 'now' })
    await listedAsEnded(instanceId)
    const kept = await until(
      async () => {
        const row = await client['instances.get']({ instanceId })
        return row.samples.atMs.length >= samples.atMs.length && row
      },
      { what: 'the samples to be kept' },
    )
    expect(kept.samples.atMs.slice(0, samples.atMs.length)).toEqual(samples.atMs)
    expect(kept.samples.memoryBytes[0]).toBeGreaterThan(10 * 2 ** 20)
    expect(kept.recentMemoryBytes).toEqual(kept.samples.memoryBytes)
    expect(kept.peakMemoryBytes).toBeGreaterThan(10 * 2 ** 20)
    await host.stop()

    const next = clientOf(await startTestHost({ project, workspaceDir: host.workspaceDir }))
    expect(await next['instances.get']({ instanceId })).toEqual(kept)
  })

  it('is listed by the next host, with its samples, when its own was asked to stop while it ran', async () => {
    const { project, host, client, submit, running } = await startShop()
    await submit('long', 600_000)
    const { instanceId } = await running('long')
    await until(async () => (await client['instances.get']({ instanceId })).samples.atMs.length > 0, {
      what: 'a sample',
    })
    await host.stop()
    const next = clientOf(await startTestHost({ project, workspaceDir: host.workspaceDir }))
    const row = await next['instances.get']({ instanceId })
    expect(row).toMatchObject({ state: 'stopped', detail: 'the host was closed' })
    expect(row.samples.atMs.length).toBeGreaterThan(0)
  })

  it('is pre-warmed, serves the next task, and is restarted', async () => {
    const { client, submit, ended, listedAsEnded } = await startShop()
    expect(await client['instances.prewarm']({ functionName: 'pay', count: 1 })).toEqual({
      startedCount: 1,
      refusal: null,
    })
    const warm = await until(
      async () => (await client['instances.list']({})).living.find(({ state }) => state === 'idle'),
      { what: 'a warm instance' },
    )
    await submit('first', 0)
    expect(String((await ended('first')).result)).toBe(warm.instanceId)
    await client['instances.restart']({ instanceId: warm.instanceId })
    expect(await listedAsEnded(warm.instanceId)).toMatchObject({ detail: 'restarted by hand', servedCount: 1 })
    await submit('second', 0)
    expect(String((await ended('second')).result)).not.toBe(warm.instanceId)
    await expect(client['instances.prewarm']({ functionName: 'nothing', count: 1 })).rejects.toThrow(
      refused('function_not_found'),
    )
    const { operations } = await client['operations.list']({})
    expect(operations).toMatchObject([
      { action: 'instance.restart', target: warm.instanceId, detail: { functionName: 'pay' } },
      { action: 'instance.prewarm', target: 'pay', count: 1 },
    ])
  })

  it('is told as the database knows it while the scheduler does not answer', async () => {
    const { host, client, submit, running } = await startShop({ hasFaults: true })
    await submit('long', 600_000)
    const { instanceId } = await running('long')
    host.fault('scheduler', { kind: 'block', forMs: 3_000 })
    const row = await until(
      async () => {
        const one = await client['instances.get']({ instanceId })
        return one.runs.length === 0 && one
      },
      { what: 'an answer without the scheduler' },
    )
    expect(row).toMatchObject({ instanceId, state: 'busy', endedAtMs: null })
  })

  it('has ended when its scheduler has died', async () => {
    const { host, submit, running, listedAsEnded } = await startShop({ hasFaults: true })
    await submit('long', 600_000)
    const { instanceId } = await running('long')
    host.fault('scheduler', { kind: 'throw' })
    expect(await listedAsEnded(instanceId)).toMatchObject({
      state: 'crashed',
      detail: 'the scheduler that had started it was replaced',
    })
  })
})
