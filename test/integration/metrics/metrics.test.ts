/** Metrics of a whole host: what the store counted reaches the console, the command line and Prometheus. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { clientOf } from '../../../electron/cli/consoleClient.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import { CommandLine } from '../../support/commandLine.ts'
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

  it('go on over the death of the log thread, and nothing is lost or counted twice', async () => {
    const host = await startTestHost({ project: project(), hasFaults: true })
    const { submit, counted } = watch(host)
    for (let index = 0; index < 20; index++) {
      await submit({})
      if (index === 5 || index === 12) host.fault('log', { kind: 'exit' })
    }
    await counted({ submitted: 20, succeeded: 20, backlog: 0 })
    await host.stop()
  })

  it('have a gap where the host stood still', async () => {
    const host = await startTestHost({ project: project() })
    const { client, submit, counted } = watch(host)
    await submit({ forMs: 8_000 }) // something runs all the time, so that every second is told
    await counted({ submitted: 1, executing: 1 })
    const stoppedAtMs = Date.now()
    process.kill(host.pid, 'SIGSTOP')
    await until(() => Date.now() > stoppedAtMs + 6_000, { what: 'time to go by' })
    const wokenAtMs = Date.now()
    process.kill(host.pid, 'SIGCONT')
    await counted({ submitted: 1, succeeded: 1, executing: 0 })
    const { atMs, columns } = await client['metrics.series']({
      scope: { kind: 'everything' },
      fromMs: stoppedAtMs - 2_000,
      beforeMs: Date.now(),
      maxPoints: 1_000,
    })
    const asleep = columns.executing.filter((_, index) => {
      const at = atMs[index]!
      return at >= stoppedAtMs + 1_000 && at + 1_000 <= wokenAtMs // whole seconds, and one in which it fell asleep
    })
    expect(asleep.length).toBeGreaterThan(2)
    expect(asleep.every((value) => value === null)).toBe(true)
    expect(sumOf(columns.succeeded)).toBe(1)
    await host.stop()
  })

  it('begin anew with the log database when that was damaged, and tasks never notice', async () => {
    const dir = project()
    const host = await startTestHost({ project: dir })
    const first = watch(host)
    await first.submit({})
    await first.counted({ submitted: 1, succeeded: 1 })
    await host.stop()
    writeFileSync(join(host.workspaceDir, 'logs.db'), 'this is no database')
    const again = await startTestHost({ project: dir, workspaceDir: host.workspaceDir })
    const second = watch(again)
    await second.submit({})
    await second.counted({ submitted: 1, succeeded: 1 })
    await again.stop()
  })

  it('wait while the log database is full, and tasks go on', { timeout: 120_000 }, async () => {
    const host = await startTestHost({ project: project(), choices: { maxDatabasePages: 300 } })
    const { client, submit, counted } = watch(host)
    const isNoticed = (wanted: string) =>
      until(async () => (await client['host.info']({})).notices.some(({ code }) => code === wanted), {
        what: `the notice ${wanted}`,
        withinMs: 60_000,
        everyMs: 200,
      })
    await submit({})
    await counted({ submitted: 1, succeeded: 1 })
    // the limit is that of the host's own connection: another one may go beyond it
    const db = new Database(join(host.workspaceDir, 'logs.db'))
    onTestFinished(() => void db.close())
    db.exec('CREATE TABLE filler (bytes BLOB)')
    const fill = db.prepare('INSERT INTO filler VALUES (zeroblob(4000))')
    db.transaction(() => {
      for (let page = 0; page < 400; page++) fill.run()
    })()
    await submit({ forMs: 29_000 }) // so that every second has something to store
    await isNoticed('metrics_stalled')
    const { taskId } = await submit({})
    await until(async () => (await client['tasks.get']({ functionName: 'pay', taskId })).state === 'Succeeded', {
      what: 'a task to succeed',
    })
    db.exec('DELETE FROM filler')
    await isNoticed('metrics_resumed')
    await counted({ submitted: 3 })
    await host.stop()
  })
})

describe('GET /metrics', () => {
  it('needs the token of the console and a host of its own', async () => {
    const host = await startTestHost({ project: project() })
    const { scrape } = watch(host)
    const answer = await scrape()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
    ])
    expect((await fetch(`${host.url}/metrics`)).status).toBe(401)
    const foreign = await fetch(`${host.url}/metrics`, {
      headers: { authorization: `Bearer ${host.token}`, origin: 'http://evil.example' },
    })
    expect(foreign.status).toBe(403)
    await host.stop()
  })
})

describe('taskyard metrics', () => {
  it("prints a small table, and datapoints under FC's names for scripts", async () => {
    const cli = new CommandLine(project())
    const host = await cli.serve()
    await cli.run(['invoke', 'pay', '{}', '--wait'])
    const table = await until(
      async () => {
        const { stdout } = await cli.run(['metrics', '--function', 'pay'])
        return /^succeeded +1 +1 +1$/m.test(stdout) ? stdout : null
      },
      { what: 'the table to show the task', everyMs: 200 },
    )
    expect(table).toMatch(/^ +last minute +last 15 minutes +last hour$/m)
    expect(table).toMatch(/^run p95 +\d+ ms +\d+ ms +\d+ ms$/m)
    expect(table).toMatch(/^now: 0 waiting, 0 executing, \d+ instances$/m)
    const { stdout } = await cli.run(['metrics', '--json', '--since', '15m'])
    const { datapoints } = JSON.parse(stdout) as { datapoints: { name: string; value: number }[] }
    const enqueued = datapoints.filter(({ name }) => name === 'FunctionEnqueueCount').map(({ value }) => value)
    expect(sumOf(enqueued)).toBe(1)
    const missing = await cli.run(['metrics', '--function', 'nothing', '--json'])
    expect([missing.code, JSON.parse(missing.stdout).code]).toEqual([3, 'function_not_found'])
    expect((await cli.run(['metrics', '--since', 'soon'])).code).toBe(2)
    host.child.kill('SIGTERM')
    await host.outcome
  })
})
