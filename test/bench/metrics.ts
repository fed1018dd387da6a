/** What does counting cost the store, and how fast do curves come from a log database full of them? */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { systemClock } from '../../electron/base/clock.ts'
import { DurationHistogram, encodeBuckets } from '../../electron/base/durationHistogram.ts'
import { noCounts, noGauges, noTimes } from '../../electron/base/metricMessages.ts'
import type { StoreToScheduler } from '../../electron/engine/messages.ts'
import { TaskStore } from '../../electron/engine/tasks/taskStore.ts'
import { createMetricService } from '../../electron/metrics/metricService.ts'
import { floorTo, KEPT_STEPS } from '../../electron/metrics/steps.ts'
import { openLogDatabase } from '../../electron/storage/logDatabase.ts'
import { prepareMetricSql } from '../../electron/storage/metrics.sql.ts'
import { openTaskDatabase } from '../../electron/storage/taskDatabase.ts'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../shared/units/time.ts'
import { definition } from '../support/openTestStore.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { percentile } from './figures.ts'
import { PAYLOAD } from './payload.ts'

const ACCOUNT_ID = 1
const FUNCTION_COUNT = 20
const IN_FLIGHT_COUNT = 400
const READ_COUNT = 40

const taskCountOf = ({ isQuick }: RunSize) => (isQuick ? 5_000 : 100_000)

/** A store and a scheduler that ends at once whatever it is given, in one thread: nothing else takes time. */
async function drive(count: number, hasMetrics: boolean): Promise<Measurement> {
  using dir = benchDir()
  const db = openTaskDatabase(dir.path, 'normal')
  let longestTurnMs = 0
  const timed = (run: () => void) => () => {
    const startedMs = performance.now()
    run()
    longestTurnMs = Math.max(longestTurnMs, performance.now() - startedMs)
  }
  const store = new TaskStore({
    db,
    clock: systemClock,
    options: {
      workspaceDir: dir.path,
      region: 'cn-hangzhou',
      machineConcurrency: 1_000,
      schedulingWindow: 800,
      minFreeDiskBytes: 0,
      addAccessKeys: [],
    },
    explain: (error) => error,
    defer: (run) => void setImmediate(timed(run)),
    later: (run, delayMs) => void setTimeout(timed(run), delayMs),
    hasMetrics,
  })
  store.connectLog(({ number }) => store.metricsStored(number))
  const lease = store.connectScheduler((message) => end(message))
  let endedCount = 0
  function end(message: StoreToScheduler): void {
    if (message.kind !== 'grants') return
    const atMs = systemClock.nowMs()
    const facts = {
      startedAtMs: atMs,
      endedAtMs: atMs,
      durationMs: 3,
      instanceId: 'c-1',
      peakMemoryBytes: 1,
      logTail: null,
    }
    const ended = message.invocations.map(({ key }) => ({
      key,
      end: { ...facts, outcome: 'succeeded' as const, result: '"done"' },
    }))
    endedCount += ended.length
    setImmediate(() => store.report(lease, { kind: 'report', started: [], ended, instances: [], depths: [] }))
  }
  const names = Array.from({ length: FUNCTION_COUNT }, (_, index) => `f${index}`)
  await Promise.all(names.map((name) => store.commands.createFunction(ACCOUNT_ID, definition(name))))

  const startedMs = performance.now()
  for (let submitted = 0; submitted < count; submitted += IN_FLIGHT_COUNT) {
    await Promise.all(
      Array.from({ length: Math.min(IN_FLIGHT_COUNT, count - submitted) }, (_, index) =>
        store.commands.submit({
          accountId: ACCOUNT_ID,
          functionName: names[index % FUNCTION_COUNT] ?? '',
          payload: PAYLOAD,
          taskId: null,
          delaySeconds: 0,
        }),
      ),
    )
  }
  while (endedCount < count) await nextTurn()
  const elapsedMs = performance.now() - startedMs
  store.close()
  db.close()
  return { tasks_per_second: (count * SECOND_MS) / elapsedMs, store_turn_longest_ms: longestTurnMs }
}

/** Every second of an hour, every minute of a week and every hour of a month, of each function and its sums. */
function fill(workspaceDir: string, nowMs: number, share: number): void {
  const db = openLogDatabase(workspaceDir)
  const sql = prepareMetricSql(db)
  db.transaction(() => {
    for (let id = 1; id <= FUNCTION_COUNT; id++) {
      sql.putFunction.run({ id, accountId: ACCOUNT_ID, name: `f${id}`, accountName: 'default' })
    }
    for (const { stepS, keptMs } of KEPT_STEPS) {
      const fromMs = nowMs - Math.min(keptMs, 31 * DAY_MS) * share
      for (let scope = -ACCOUNT_ID; scope <= FUNCTION_COUNT; scope++) {
        for (let atMs = floorTo(fromMs, stepS); atMs < nowMs; atMs += stepS * SECOND_MS) {
          sql.put.run({ stepS, scope, atS: atMs / SECOND_MS, ...busyRow(atMs, stepS) })
        }
      }
    }
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

/** Runs of about 100 ms that vary by half, waits of about 20 ms. */
function busyRow(atMs: number, stepS: number) {
  const [wait, run] = [new DurationHistogram(), new DurationHistogram()]
  const count = Math.min(200, 10 * stepS)
  for (let index = 0; index < count; index++) {
    const swing = 1 + ((atMs / SECOND_MS + index * 7_919) % 100) / 100
    wait.add(20 * swing)
    run.add(100 * swing * swing)
  }
  return {
    ...noCounts(),
    ...noGauges(),
    ...noTimes(),
    submitted: count,
    dequeued: count,
    succeeded: count,
    executing: 8,
    backlog: 40,
    instances: 8,
    waitSumMs: count * 30.5,
    waitMaxMs: 40,
    runSumMs: count * 230.25,
    runMaxMs: 400,
    oldestAgeMs: 900,
    wait: encodeBuckets(wait.sparse()),
    run: encodeBuckets(run.sparse()),
  }
}

function readCurves(isQuick: boolean): Measurement {
  using dir = benchDir()
  const nowMs = systemClock.nowMs()
  fill(dir.path, nowMs, isQuick ? 0.05 : 1)
  const diskBytes = readdirSync(dir.path).reduce((sum, name) => sum + statSync(join(dir.path, name)).size, 0)
  const db = openLogDatabase(dir.path)
  const file = { use: <T>(work: (log: { db: typeof db }) => T) => work({ db }) }
  const service = createMetricService({ file, hostId: 'bench', clock: systemClock, notify() {} })
  const scopes = [
    { kind: 'everything' } as const,
    { kind: 'function', accountId: ACCOUNT_ID, functionName: 'f7' } as const,
  ]
  const series = (lengthMs: number, maxPoints: number) =>
    timesOf((index) => {
      const target = scopes[index % scopes.length] ?? { kind: 'everything' }
      service.reads.metricSeries({ target, fromMs: nowMs - lengthMs, beforeMs: nowMs, maxPoints })
    })
  const times = {
    series_hour_by_second: series(HOUR_MS, 4_000),
    series_hour_600_points: series(HOUR_MS, 600),
    series_week_600_points: series(7 * DAY_MS, 600), // of its 10,080 minutes
    series_day_by_minute: series(DAY_MS, 1_500),
    functions_hour: timesOf(() => service.reads.metricSummaries({ accountId: ACCOUNT_ID, minutes: 60, parts: 30 })),
    functions_week: timesOf(() => service.reads.metricSummaries({ accountId: ACCOUNT_ID, minutes: 10_080, parts: 30 })),
    prometheus: timesOf(() => service.reads.prometheus()),
  }
  service.stop()
  db.close()
  const measurement: Measurement = { disk_mb: diskBytes / MIB_BYTES }
  for (const [view, timesMs] of Object.entries(times)) {
    measurement[`${view}_p50_ms`] = percentile(timesMs, 0.5)
    measurement[`${view}_p95_ms`] = percentile(timesMs, 0.95)
  }
  return measurement
}

function timesOf(read: (index: number) => void): number[] {
  return Array.from({ length: READ_COUNT }, (_, index) => {
    const startedMs = performance.now()
    read(index)
    return performance.now() - startedMs
  })
}

export const metrics: Bench = {
  name: 'metrics',
  about: 'what counting costs the store, and curves of 20 functions that are never idle',
  notes: [
    '100,000 tasks of 20 functions through a store in one thread, with a scheduler that ends them at once; "without',
    'metrics" is the same store counting nothing. Curves are read from every second of an hour, every minute of a week',
    'and every hour of a month of 20 functions; disk_mb is what those take.',
  ],
  subjects: [
    {
      name: 'taskyard',
      kind: 'ours',
      measure: async (size) => ({ ...(await drive(taskCountOf(size), true)), ...readCurves(size.isQuick) }),
    },
    { name: 'without metrics', kind: 'limit', measure: (size) => drive(taskCountOf(size), false) },
  ],
  targets: [
    { figure: 'tasks_per_second', times: 0.97, against: 'without metrics' },
    { figure: 'store_turn_longest_ms', times: 20, against: null },
    { figure: 'series_week_600_points_p95_ms', times: 50, against: null },
  ],
}
