/** A host that is stopped for a while, as by SIGSTOP, swap or the sleep of the machine (DESIGN.md section 2). */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { projectFolder, specOf } from '../support/projectFolder.ts'
import { sdkClient, submitWith, taskWith } from '../support/sdkClient.ts'
import { startTestHost, TEST_KEY } from '../support/testHost.ts'
import { until } from '../support/until.ts'

const FROZEN_MS = Number(process.env.FROZEN_MS ?? 60_000)

describe(`a host that stands still for ${FROZEN_MS / 1_000} s`, () => {
  it('runs nothing twice, times nothing out, and goes on with what came due', {
    timeout: FROZEN_MS + 90_000,
  }, async () => {
    const projectDir = projectFolder({
      's.yaml': specOf({
        count: [
          'handler: index.handler',
          'timeout: 10',
          'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 3 }',
        ],
      }),
      // two runs of a task would leave two lines
      'count/index.js': `const fs = require('fs')
        exports.handler = (event, context, callback) => {
          const { taskId, forMs, file } = JSON.parse(event)
          fs.appendFileSync(file, taskId + '\\n')
          setTimeout(() => callback(null, 'done'), forMs)
        }`,
    })
    const host = await startTestHost({ project: projectDir })
    const client = sdkClient(host.fcEndpoint, TEST_KEY)
    const file = join(mkdtempSync('/var/tmp/taskyard-runs-'), 'runs.txt') // the same folder inside and outside of an instance
    onTestFinished(() => rmSync(dirname(file), { recursive: true }))
    const submit = (taskId: string, options: { forMs: number; delaySeconds: number }) =>
      submitWith(client, {
        functionName: 'count',
        taskId,
        payload: JSON.stringify({ taskId, forMs: options.forMs, file }),
        delaySeconds: options.delaySeconds,
      })
    await submit('short', { forMs: 3_000, delaySeconds: 0 })
    await submit('long', { forMs: 8_000, delaySeconds: 0 })
    await submit('delayed', { forMs: 0, delaySeconds: 20 })
    await until(async () => (await taskWith(client, 'count', 'long')).status === 'Running', {
      what: 'the tasks to run',
    })

    process.kill(host.pid, 'SIGSTOP')
    const wakeAtMs = performance.now() + FROZEN_MS
    await until(() => performance.now() > wakeAtMs, {
      what: 'the time to wake it',
      withinMs: FROZEN_MS + 5_000,
      everyMs: 200,
    })
    process.kill(host.pid, 'SIGCONT')

    for (const taskId of ['short', 'long', 'delayed']) {
      await until(async () => (await taskWith(client, 'count', taskId)).status === 'Succeeded', {
        what: `${taskId} to succeed`,
        withinMs: 30_000,
      })
    }
    expect(readFileSync(file, 'utf8').trim().split('\n').toSorted()).toEqual(['delayed', 'long', 'short'])
    const states = (await taskWith(client, 'count', 'long')).events!.map(({ status }) => status)
    expect(states).toEqual(['Enqueued', 'Dequeued', 'Running', 'Succeeded'])
    await host.stop()
  })
})
