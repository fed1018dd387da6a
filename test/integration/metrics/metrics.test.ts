/** Metrics of a whole host: what the store counted reaches the console, the command line and Prometheus. */
import { describe, expect, it } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestHost, type TestHost } from '../../support/testHost.ts'
import { until } from '../../support/until.ts'

const PROPS = [
  'handler: index.handler',
  'timeout: 30',
  'asyncInvokeConfig: { asyncTask: true, maxAsyncRetryAttempts: 0 }',
]
const project = () =>
  projectFolder({
    's.yaml': specOf({ pay: PROPS, quiet: PROPS }),
    'pay/index.js': `exports.handler = async (event) => {
      const { forMs = 0, fails = false } = JSON.parse(event)
      await new Promise((resolve) => setTimeout(resolve, forMs))
      if (fails) throw new Error('card declined')
      return 'paid'
    }`,
    'quiet/index.js': 'exports.handler = async () => "quiet"',
  })

function watch(host: TestHost) {
  const client = clientOf(host)
  const line = async (functionName = 'pay') =>
    (await client['metrics.functions']({ minutes: 60, parts: 30 })).functions.find(
      (one) => one.functionName === functionName,
    )
  return {
    client,
    line,
    submit: (payload: object) =>
      client['tasks.submit']({ functionName: 'pay', payload: JSON.stringify(payload), delaySeconds: 0 }),
    counted: (what: Partial<NonNullable<Awaited<ReturnType<typeof line>>>>) =>
      until(
        async () => {
          const now = await line().catch(() => undefined)
          const matches = Object.entries(what).every(([name, value]) => now?.[name as keyof typeof now] === value)
          return matches ? now : null
        },
        { what: `the metrics to be ${JSON.stringify(what)}` },
      ),
    series: () => {
      const nowMs = Date.now()
      const scope = { kind: 'function' as const, functionName: 'pay' }
      return client['metrics.series']({ scope, fromMs: nowMs - MINUTE_MS, beforeMs: nowMs, maxPoints: 100 })
    },
    scrape: () => fetch(`${host.url}/metrics`, { headers: { authorization: `Bearer ${host.token}` } }),
  }
}
const sumOf = (column: (number | null)[]) => column.reduce<number>((sum, value) => sum + (value ?? 0), 0)

describe('the metrics of a host', () => {
  it('appear, survive a kill and a restart, and are in FC names and Prometheus text the same', async () => {
    const dir = project()
    const host = await startTestHost({ project: dir })
    const first = watch(host)
    for (let index = 0; index < 3; index++) await first.submit({})
    await first.submit({ fails: true })
    const line = await first.counted({
      submitted: 4,
      succeeded: 3,
      failed: 1,
      failedAttempts: 1,
      backlog: 0,
      executing: 0,
    })
    expect(line.endedParts.reduce((sum, count) => sum + count, 0)).toBe(4)
    expect(line.runP95Ms).toBeGreaterThan(0)
    expect(line.waitP95Ms).toBeGreaterThan(0) // a cold start
    expect(line.executionLimit).toBe(16)
    const series = await first.series()
    expect(series.stepSeconds).toBe(1)
    expect(sumOf(series.columns.submitted)).toBe(4)
    expect(sumOf(series.columns.coldStarts)).toBeGreaterThan(0)
    expect(series.marks).toMatchObject([{ kind: 'host', functionName: null }])
    await host.kill()

    const again = await startTestHost({ project: dir, workspaceDir: host.workspaceDir })
    const second = watch(again)
    await second.submit({})
    await second.counted({ submitted: 5, succeeded: 4, failed: 1 })
    const text = await (await second.scrape()).text()
    expect(text).toContain('taskyard_tasks_submitted_total{account="default",function="pay"} 5\n')
    const { datapoints } = await second.client['metrics.fc']({
      names: ['FunctionEnqueueCount'],
      functionName: 'pay',
      fromMs: Date.now() - 30 * MINUTE_MS,
      beforeMs: Date.now(),
      periodSeconds: 60,
    })
    expect(sumOf(datapoints.map(({ value }) => value))).toBe(5)
    await again.stop()
  })
})
