/** Storing, adding up, reading and forgetting of metrics in the log thread. */
import fc from 'fast-check'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DurationHistogram } from '../../../electron/base/durationHistogram.ts'
import type { MetricValues } from '../../../electron/base/metricMessages.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../shared/units/time.ts'
import { ACCOUNT_ID, openTestMetrics, secondOf } from '../../support/openTestMetrics.ts'
import { until } from '../../support/until.ts'

const PAY = { kind: 'function' as const, accountId: ACCOUNT_ID, functionName: 'pay' }
const ALL = { kind: 'everything' as const }
const buckets = (...all: number[]) => {
  const histogram = new DurationHistogram()
  for (const ms of all) histogram.add(ms)
  return histogram.sparse()
}

function open(options: Parameters<typeof openTestMetrics>[0] = {}) {
  const m = openTestMetrics(options)
  const startMs = m.clock.nowMs()
  let number = 0
  /** The store tells the second that is over now. */
  const tell = (values: Partial<MetricValues>, change: Parameters<typeof secondOf>[2] = {}) => {
    m.hear(secondOf(m.clock.nowMs() - SECOND_MS, values, change), { number: ++number })
  }
  const series = (
    range: { fromMs: number; beforeMs: number },
    { maxPoints = 4_000, target = PAY as typeof PAY | typeof ALL } = {},
  ) => m.reads.metricSeries({ target, maxPoints, ...range })
  return { ...m, startMs, tell, series }
}
const sum = (column: (number | null)[]) => column.reduce<number>((total, value) => total + (value ?? 0), 0)

describe('a second', () => {
  it('is stored once, however often it is sent, and acknowledged each time', () => {
    const m = open()
    m.pass(2_000)
    const second = secondOf(m.startMs, { submitted: 3 })
    m.hear(second, { number: 1 })
    m.hear(second, { number: 1 })
    m.hear(second, { sourceId: 'store-2', number: 1 }) // the same second of a store that replaced the first one
    expect(m.acknowledged).toEqual([1, 1, 1])
    expect(m.series({ fromMs: m.startMs, beforeMs: m.startMs + 2_000 }).columns.submitted).toEqual([6, 0])
  })

  it('is null where no host was running and 0 where nothing happened', () => {
    const m = open()
    for (let at = 0; at < 4; at++) {
      m.pass(1_000)
      if (at === 1) m.tell({ submitted: 2, backlog: 2, oldestAgeMs: 500, wait: buckets(10), waitMaxMs: 10 })
    }
    const { atMs, columns, stepSeconds, isLastPartial } = m.series({
      fromMs: m.startMs - 2_000,
      beforeMs: m.startMs + 6_000,
    })
    expect(stepSeconds).toBe(1)
    expect(atMs.map((at) => at - m.startMs)).toEqual([-2_000, -1_000, 0, 1_000, 2_000, 3_000, 4_000, 5_000])
    expect(columns.submitted).toEqual([null, null, 0, 2, 0, 0, null, null])
    expect(columns.backlog).toEqual([null, null, 0, 2, 0, 0, null, null])
    expect(columns.oldestAgeMs).toEqual([null, null, null, 500, null, null, null, null])
    expect(columns.waitP95Ms).toEqual([null, null, null, expect.closeTo(10, 0), null, null, null, null])
    expect(isLastPartial).toBe(true)
  })

  it('leaves a gap when the machine slept', () => {
    const m = open()
    m.pass(1_000)
    m.tell({ submitted: 1 })
    m.clock.advanceMs(60_000)
    m.tell({ submitted: 1 })
    const { columns } = m.series({ fromMs: m.startMs, beforeMs: m.startMs + 62_000 })
    expect(columns.submitted[0]).toBe(1)
    expect(columns.submitted.slice(2, 60)).toEqual(new Array(58).fill(null))
    expect(columns.submitted[60]).toBe(1)
  })

  it('leaves a gap when it was lost on its way', () => {
    const m = open()
    const at = (seconds: number) => m.startMs + seconds * 1_000
    m.pass(1_000)
    m.hear(secondOf(at(0), { submitted: 1 }), { number: 1 })
    for (let second = 0; second < 4; second++) {
      m.pass(1_000)
    }
    m.hear(secondOf(at(4), { submitted: 1 }), { number: 5 })
    expect(m.series({ fromMs: at(0), beforeMs: at(5) }).columns.submitted).toEqual([1, null, null, null, 1])
  })

  it('adds to what another host stored for the same time, after the clock was set back', () => {
    const m = open()
    m.pass(10_000)
    m.hear(secondOf(m.startMs + 5_000, { submitted: 2, executing: 4 }), { number: 1 })
    m.stop()
    const next = openTestMetrics({ workspaceDir: m.workspaceDir, hostId: 'host-2' }) // a new clock, ten seconds back
    next.pass(6_000)
    next.hear(secondOf(m.startMs + 5_000, { submitted: 3, executing: 1 }), { sourceId: 'store-2', number: 1 })
    const { columns } = next.reads.metricSeries({
      target: PAY,
      maxPoints: 10,
      fromMs: m.startMs + 5_000,
      beforeMs: m.startMs + 6_000,
    })
    expect([columns.submitted, columns.executing]).toEqual([[5], [4]])
  })
})

describe('steps', () => {
  it('are the shortest that are kept for the time and give no more points than asked for', () => {
    const m = open()
    m.clock.advanceMs(60_000)
    const stepOf = (lengthMs: number, maxPoints: number, agoMs = 0) => {
      const beforeMs = m.clock.nowMs() - agoMs
      const { stepSeconds, atMs } = m.series({ fromMs: beforeMs - lengthMs, beforeMs }, { maxPoints })
      expect(atMs.length).toBeLessThanOrEqual(maxPoints)
      return stepSeconds
    }
    expect(stepOf(HOUR_MS, 4_000)).toBe(1)
    expect(stepOf(HOUR_MS, 600)).toBe(10)
    expect(stepOf(MINUTE_MS, 4_000, 2 * HOUR_MS)).toBe(60)
    expect(stepOf(DAY_MS, 1_500)).toBe(60)
    expect(stepOf(7 * DAY_MS, 4_000)).toBe(300)
    expect(stepOf(7 * DAY_MS, 600)).toBe(1_200)
    expect(stepOf(30 * DAY_MS, 2)).toBe(20 * 86_400)
  })

  it('have exactly what their seconds had, whatever those were', () => {
    const second = fc.record({
      submitted: fc.nat(50),
      backlog: fc.nat(9),
      run: fc.array(fc.double({ min: 0.1, max: 90_000, noNaN: true }), { maxLength: 5 }),
    })
    fc.assert(
      fc.property(fc.array(second, { minLength: 1, maxLength: 130 }), (all) => {
        const m = openTestMetrics()
        const fromMs = Math.floor(m.clock.nowMs() / HOUR_MS) * HOUR_MS
        for (const [index, { run, ...values }] of all.entries()) {
          m.pass(1_000)
          const runMaxMs = Math.max(0, ...run)
          m.hear(secondOf(fromMs + index * 1_000, { ...values, run: buckets(...run), runMaxMs }), { number: index + 1 })
        }
        for (const [target, minutes] of [
          [PAY, 60],
          [ALL, 60],
          [PAY, 1],
          [ALL, 1],
        ] as const) {
          const beforeMs = fromMs + HOUR_MS
          const { columns, stepSeconds } = m.reads.metricSeries({
            target,
            fromMs,
            beforeMs,
            maxPoints: 60 / minutes + (minutes === 1 ? 0 : 1),
          })
          expect(stepSeconds).toBe(minutes === 1 ? 60 : 1_800)
          expect(sum(columns.submitted)).toBe(all.reduce((total, { submitted }) => total + submitted, 0))
          const perStep = Array.from({ length: 3_600 / stepSeconds }, (_, index) =>
            all.slice(index * stepSeconds, (index + 1) * stepSeconds),
          )
          expect(columns.backlog.map((value) => value ?? 0)).toEqual(
            perStep.map((part) => Math.max(0, ...part.map(({ backlog }) => backlog))),
          )
          expect(columns.runP95Ms).toEqual(
            perStep.map((part) => {
              const runs = part.flatMap(({ run }) => run)
              const histogram = new DurationHistogram()
              for (const ms of runs) histogram.add(ms)
              const percentile = histogram.percentileMs(0.95)
              return percentile === null ? null : Math.min(percentile, Math.max(...runs))
            }),
          )
        }
        m.stop()
      }),
      { numRuns: 8 },
    )
  })

  it('are forgotten when they are older than they are kept for', async () => {
    const m = open()
    m.pass(1_000)
    m.tell({ submitted: 1 })
    const range = { fromMs: m.startMs, beforeMs: m.startMs + 1_000 }
    const count = (stepS: number) => m.db.prepare('SELECT count(*) FROM metric WHERE step_s = ?').pluck().get(stepS)
    m.clock.advanceMs(2 * HOUR_MS)
    await m.service.prune()
    expect([count(1), count(60), count(600), count(3_600), count(0)]).toEqual([0, 3, 3, 3, 1])
    expect(sum(m.series(range, { maxPoints: 60 }).columns.submitted)).toBe(1)
    m.clock.advanceMs(8 * DAY_MS)
    await m.service.prune()
    expect([count(60), count(600), count(3_600), count(0)]).toEqual([0, 0, 3, 1])
    m.clock.advanceMs(31 * DAY_MS)
    await m.service.prune()
    expect([count(3_600), count(0)]).toEqual([0, 1])
  })
})

describe('functions', () => {
  it('have what they did over the last minutes, in parts, and what waits and runs now', () => {
    const m = open()
    m.clock.advanceMs(HOUR_MS)
    m.tell({ submitted: 5, failed: 1, failedAttempts: 3, retried: 2 })
    m.clock.advanceMs(10 * MINUTE_MS)
    m.tell({ succeeded: 4, backlog: 3, executing: 2, inProcess: 2, instances: 1, oldestAgeMs: 700 })
    const { functions } = m.reads.metricSummaries({ accountId: ACCOUNT_ID, minutes: 15, parts: 3 })
    expect(functions).toEqual([
      {
        functionName: 'pay',
        submitted: 5,
        succeeded: 4,
        failed: 1,
        failedAttempts: 3,
        failedParts: [3, 0, 0],
        endedParts: [1, 0, 4],
        waitP95Ms: null,
        runP95Ms: null,
        now: { backlog: 3, executing: 2, inProcess: 2, instances: 1, oldestAgeMs: 700 },
      },
    ])
    m.tell({}, { functionId: 8, functionName: 'other' }) // and nothing of pay
    const [pay] = m.reads.metricSummaries({ accountId: ACCOUNT_ID, minutes: 10_080, parts: 1 }).functions
    expect(pay).toMatchObject({ submitted: 5, now: { backlog: 0, executing: 0, oldestAgeMs: null } })
  })

  it('are one by their name, over a deletion', () => {
    const m = open()
    m.pass(1_000)
    m.tell({ submitted: 1 })
    m.pass(1_000)
    m.tell({ submitted: 2 }, { functionId: 9 })
    expect(m.series({ fromMs: m.startMs, beforeMs: m.startMs + 2_000 }).columns.submitted).toEqual([1, 2])
    expect(m.reads.metricSummaries({ accountId: ACCOUNT_ID, minutes: 1, parts: 1 }).functions).toMatchObject([
      { submitted: 3 },
    ])
  })

  it('keep the name they had when they are deleted', () => {
    const m = open()
    m.pass(1_000)
    m.tell({ submitted: 1 })
    m.pass(1_000)
    m.tell({ invalid: 1 }, { functionName: null, accountName: null })
    expect(m.series({ fromMs: m.startMs, beforeMs: m.startMs + 2_000 }).columns.lapsed).toEqual([0, 1])
  })
})

describe('marks', () => {
  it('are of the function, of its account and of the host, in the order of time', () => {
    const m = open()
    const { startMs } = m
    m.pass(5_000)
    const second = secondOf(startMs + 4_000, { submitted: 1 })
    second.functions.push({ ...second.functions[0]!, functionId: 8, functionName: 'other' })
    second.marks.push({ kind: 'code', functionId: 7, atMs: startMs + 4_100, text: 'code 9f31c2e' })
    second.marks.push({ kind: 'crash', functionId: 8, atMs: startMs + 4_200, text: 'instance crashed: killed' })
    m.hear(second, { number: 1 })
    const range = { fromMs: startMs, beforeMs: startMs + 5_000 }
    expect(m.series(range).marks).toEqual([
      { kind: 'host', functionName: null, atMs: startMs, text: 'host started' },
      { kind: 'code', functionName: 'pay', atMs: startMs + 4_100, text: 'code 9f31c2e' },
    ])
    expect(m.series(range, { target: ALL }).marks.map(({ kind }) => kind)).toEqual(['host', 'code', 'crash'])
    const { marks } = m.reads.metricSummaries({ accountId: ACCOUNT_ID, minutes: 5, parts: 1 })
    expect(marks.map(({ functionName }) => functionName)).toEqual(['other', 'pay', null])
  })

  it('say that a host started once, whatever threads were replaced', () => {
    const m = open()
    m.pass(5_000)
    m.stop()
    const second = openTestMetrics({ workspaceDir: m.workspaceDir, clock: m.clock })
    second.pass(5_000)
    const range = { fromMs: m.startMs, beforeMs: m.startMs + 10_000 }
    const { marks, columns } = second.reads.metricSeries({ target: ALL, maxPoints: 100, ...range })
    expect(marks).toHaveLength(1)
    expect(columns.submitted.slice(0, 5)).toEqual([0, 0, 0, 0, 0])
  })
})

describe("FC's names", () => {
  it('give one value for each period in which a host was running and there was something to measure', () => {
    const m = open()
    m.pass(MINUTE_MS)
    const run = { run: buckets(100, 300), runSumMs: 400, runMaxMs: 300 }
    m.tell({
      submitted: 2,
      dequeued: 2,
      failedAttempts: 1,
      failedCalls: 1,
      inProcess: 5,
      ...run,
      wait: buckets(4),
      waitSumMs: 4,
      waitMaxMs: 4,
    })
    m.pass(1_000)
    const ask = (names: string[]) =>
      m.reads.fcDatapoints({
        target: PAY,
        names,
        periodSeconds: 60,
        fromMs: m.startMs - MINUTE_MS,
        beforeMs: m.startMs + 2 * MINUTE_MS,
      })
    const at = m.startMs
    expect(ask(['FunctionEnqueueCount', 'FunctionFunctionErrors'])).toEqual([
      { name: 'FunctionEnqueueCount', timestampMs: at, value: 2 },
      { name: 'FunctionFunctionErrors', timestampMs: at, value: 2 },
      { name: 'FunctionEnqueueCount', timestampMs: at + MINUTE_MS, value: 0 },
      { name: 'FunctionFunctionErrors', timestampMs: at + MINUTE_MS, value: 0 },
    ])
    expect(
      ask([
        'FunctionAvgDuration',
        'FunctionMaxDuration',
        'FunctionAsyncMessageLatencyAvg',
        'FunctionTotalInvocations',
        'FunctionAsyncMessagesInProcess',
      ]),
    ).toMatchObject([
      { value: 200 },
      { value: 300 },
      { value: 4 },
      { value: 2 },
      { value: 5 },
      { value: 0 },
      { value: 0 },
    ])
  })

  it('are refused when nothing is measured for them, with those that there are', () => {
    const m = open()
    const ask = () =>
      m.reads.fcDatapoints({
        target: PAY,
        names: ['FunctionServerErrors', 'toString'],
        periodSeconds: 60,
        fromMs: 0,
        beforeMs: 1_000,
      })
    expect(ask).toThrow(expect.objectContaining({ code: 'invalid_input' }))
    expect(ask).toThrow(/^not measured here: FunctionServerErrors, toString\. There are FunctionEnqueueCount, /)
  })

  it('are refused for periods shorter than what is kept, and for too many at once', () => {
    const m = open()
    const ask = (periodSeconds: number, agoMs: number) => () =>
      m.reads.fcDatapoints({
        target: PAY,
        names: ['FunctionEnqueueCount'],
        periodSeconds,
        fromMs: m.startMs - agoMs,
        beforeMs: m.startMs,
      })
    expect(ask(1, 10 * HOUR_MS)).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('whole minutes') }),
    )
    expect(ask(1, MINUTE_MS)).not.toThrow()
    expect(ask(60, 365 * DAY_MS)).toThrow(/over 50000 datapoints/)
    expect(ask(60, -1)).toThrow(/beforeMs must be after fromMs/)
  })
})

describe('a file that cannot be written', () => {
  it('keeps seconds waiting, says so once, and has them all when there is space again', async () => {
    const m = open()
    m.db.exec('CREATE TABLE filler (bytes BLOB)')
    m.db.pragma(`max_page_count = ${m.db.pragma('page_count', { simple: true })}`)
    const fill = m.db.prepare('INSERT INTO filler VALUES (randomblob(900))')
    expect(() => {
      for (;;) fill.run()
    }).toThrow(/full/)
    for (let second = 0; second < 100; second++) {
      m.pass(1_000)
      m.tell({ submitted: 1 }, { functionId: 100 + second, functionName: `f${second}` })
    }
    expect(m.acknowledged.length).toBeLessThan(100)
    expect(m.notices.map(({ code }) => code)).toEqual(['metrics_stalled'])
    m.db.pragma('max_page_count = 1000000')
    await until(() => m.acknowledged.length === 100, { what: 'all seconds to be stored' })
    expect(m.acknowledged).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    expect(sum(m.series({ fromMs: m.startMs, beforeMs: m.startMs + 100_000 }, { target: ALL }).columns.submitted)).toBe(
      100,
    )
    expect(m.notices.map(({ code }) => code)).toEqual(['metrics_stalled', 'metrics_resumed'])
  })

  it('is told as unavailable to whoever reads', () => {
    const m = openTestMetrics()
    m.stop()
    onTestFinished(() => {})
    expect(() => m.reads.metricSummaries({ accountId: ACCOUNT_ID, minutes: 1, parts: 1 })).toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    )
  })
})

describe('a second that can never be stored', () => {
  it('is dropped and does not hold up the others', () => {
    const m = open()
    m.pass(1_000)
    m.tell({ submitted: Number.NaN })
    m.pass(1_000)
    m.tell({ submitted: 1 })
    expect(m.acknowledged).toEqual([1, 2])
    expect(m.notices).toMatchObject([{ code: 'metrics_refused' }])
    expect(sum(m.series({ fromMs: m.startMs, beforeMs: m.startMs + 2_000 }).columns.submitted)).toBe(1)
  })
})
