/** Threads that throw, exit or block, in a real host with real tasks (DESIGN.md section 2, supervision). */
import { describe, expect, it } from 'vitest'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { sdkClient, submitWith, taskWith } from '../support/sdkClient.ts'
import { startTestHost, TEST_KEY } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const BLOCK_MS = 30_000
async function startWithFaults() {
  const host = await startTestHost({
    project: projectFolder({
      's.yaml': specOf({
        slow: [
          'handler: index.handler',
          'timeout: 60',
          'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }',
        ],
      }),
      'slow/index.js':
        'exports.handler = (event, context, callback) => setTimeout(() => callback(null, "done"), Number(event))',
    }),
    hasFaults: true,
  })
  return { host, client: sdkClient(host.fcEndpoint, TEST_KEY) }
}

const submission = (taskId: string, forMs: number) => ({
  functionName: 'slow',
  taskId,
  payload: String(forMs),
  delaySeconds: 0,
})

describe('a scheduler thread that is blocked for 30 s', () => {
  it('is replaced; its attempt is Interrupted and runs again, and the task reaches one final state', async () => {
    const { host, client } = await startWithFaults()
    await submitWith(client, submission('job', 4_000))
    await until(async () => (await taskWith(client, 'slow', 'job')).status === 'Running', { what: 'the task to run' })
    host.fault('scheduler', { kind: 'block', forMs: BLOCK_MS })
    const startedMs = performance.now()
    const ended = await until(
      async () => {
        const task = await taskWith(client, 'slow', 'job')
        return task.status === 'Succeeded' ? task : null
      },
      { what: 'the task to succeed under the new scheduler', withinMs: BLOCK_MS },
    )
    expect(performance.now() - startedMs).toBeLessThan(BLOCK_MS)
    const states = ended.events!.map(({ status }) => status)
    expect(states).toEqual(['Enqueued', 'Dequeued', 'Running', 'Retrying', 'Dequeued', 'Running', 'Succeeded'])
    expect(ended.alreadyRetriedTimes).toBe(0)
  })
})

describe.each(['store', 'scheduler', 'gateway', 'reader', 'log'] as const)('a %s thread', (thread) => {
  it.each(['throw', 'exit'] as const)('that ends by %s is replaced, and tasks go on', async (kind) => {
    const { host, client } = await startWithFaults()
    await submitWith(client, submission('before', 1_500))
    host.fault(thread, { kind })
    await until(() => host.output().includes(thread), { what: 'the notice that names the thread' })
    await until(() => submitWith(client, submission('after', 0)).catch(() => false), {
      what: 'a submit to be taken again',
    })
    for (const taskId of ['before', 'after']) {
      await until(async () => (await taskWith(client, 'slow', taskId).catch(() => null))?.status === 'Succeeded', {
        what: `task ${taskId} to succeed`,
        withinMs: 30_000,
      })
    }
  })
})
