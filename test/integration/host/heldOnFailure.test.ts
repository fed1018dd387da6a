import { describe, expect, it } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { processesOfInstance } from '../../support/instanceProcesses.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost, type TestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const project = () =>
  projectFolder({
    's.yaml': specOf({ fail: ['asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 1 }'] }),
    'fail/index.js': 'exports.handler = async () => { throw new Error("as asked") }',
  })

/** The frames of our own below the handler's depend on whether its instance was new. */
function said(errorBody: string | null): unknown {
  const { stackTrace, ...rest } = JSON.parse(errorBody ?? '') as { stackTrace: string[] }
  return { ...rest, stackTrace: stackTrace.slice(0, 2) }
}

/** A task that has failed in two attempts. */
async function failTwice(host: TestHost) {
  const client = clientOf(host)
  const { taskId } = await client['tasks.submit']({ functionName: 'fail', payload: '{}', delaySeconds: 0 })
  return until(
    async () => {
      const task = await client['tasks.get']({ functionName: 'fail', taskId })
      return task.state === 'Failed' ? task : null
    },
    { what: 'the failure of the task' },
  )
}

describe.runIf(process.platform === 'linux')('a function whose instances are held', () => {
  it('fails its tasks as ever, retries in other instances, and shows those that are kept until they are stopped', async () => {
    const host = await startTestHost({ project: project() })
    const client = clientOf(host)
    const without = await failTwice(host)
    await client['functions.setHold']({ functionName: 'fail', minutes: 5 })
    const task = await failTwice(host)
    expect(said(task.errorBody)).toEqual(said(without.errorBody))
    expect(task.attempts.map(({ errorType }) => errorType)).toEqual(without.attempts.map(({ errorType }) => errorType))

    const instanceIds = task.attempts.map(({ instanceId }) => instanceId ?? '')
    expect(new Set(instanceIds).size).toBe(2)
    const rows = await until(
      async () => {
        const { ended } = await client['instances.list']({ endedLimit: 50 })
        const held = ended.filter(({ instanceId }) => instanceIds.includes(instanceId))
        return held.length === 2 && held.every(({ heldUntilMs }) => heldUntilMs !== null) ? held : null
      },
      { what: 'both instances among those that have ended' },
    )
    for (const row of rows) expect(row).toMatchObject({ state: 'stopped', detail: expect.stringContaining('kept') })

    const [first = '', second = ''] = instanceIds
    await client['instances.stop']({ instanceId: first, when: 'now' })
    await until(() => processesOfInstance(first).length === 0, { what: 'the end of the one that was stopped' })
    expect(await client['instances.get']({ instanceId: first })).toMatchObject({ heldUntilMs: null })
    expect(processesOfInstance(second).length).toBeGreaterThan(0)
    await host.kill()
    await until(() => processesOfInstance(second).length === 0, { what: 'the end of the other with its host' })
  })
})
