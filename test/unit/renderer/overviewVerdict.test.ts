/** What the overview says is wrong, by situation. */
import { describe, expect, it } from 'vitest'
import type { FunctionFigures } from '../../../renderer/stores/metricsFunctions.ts'
import { rateOf } from '../../../renderer/stores/overviewFailing.ts'
import { growthPerMinute, levelOf, type Situation, verdictOf } from '../../../renderer/stores/overviewVerdict.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const NOW_MS = new Date('2026-11-24T14:02:00').getTime()
const PARTS = 30 // of two minutes each
const partStartMs = (part: number) => NOW_MS - HOUR_MS + part * 2 * MINUTE_MS

/** So many in each part from `first`, up to and without `end`. */
const from = (first: number, count: number, end = PARTS): number[] =>
  Array.from({ length: PARTS }, (_, part) => (part >= first && part < end ? count : 0))

const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0)

function figures(functionName: string, change: Partial<FunctionFigures> = {}): FunctionFigures {
  const failedParts = change.failedParts ?? from(0, 0)
  const endedParts = change.endedParts ?? from(0, 10)
  return {
    functionName,
    submitted: sum(endedParts),
    succeeded: sum(endedParts) - sum(failedParts),
    failed: sum(failedParts),
    failedAttempts: sum(failedParts),
    failedParts,
    endedParts,
    backlog: 0,
    oldestAgeMs: null,
    executing: 0,
    executionLimit: 16,
    instances: 1,
    waitP95Ms: 10,
    runP95Ms: 10,
    ...change,
  }
}

const situation = (change: Partial<Situation> = {}): Situation => ({
  nowMs: NOW_MS,
  rangeMs: HOUR_MS,
  problems: [],
  totals: [{ functionName: 'order-intake', state: 'Succeeded', count: 300 }],
  executionLimit: 24,
  functions: [figures('order-intake')],
  marks: [],
  growthPerMinute: 0,
  ...change,
})

const failing = figures('order-charge', {
  failedParts: from(25, 5),
  endedParts: from(0, 20),
  backlog: 1_231,
  oldestAgeMs: 252_000,
})
const reload = {
  atMs: partStartMs(25) + 5_000,
  kind: 'code' as const,
  functionName: 'order-charge',
  text: 'code 9f31c2e',
}

describe('a function that fails lately', () => {
  it('is named, with its share, what waits behind it, and the reload that came just before', () => {
    expect(verdictOf(situation({ functions: [figures('order-intake'), failing], marks: [reload] }))).toEqual({
      kind: 'failing',
      functionName: 'order-charge',
      rate: { kind: 'ratio', failed: 1, attempts: 4 },
      since: { atMs: reload.atMs, cause: 'code' },
      waitingCount: 1_231,
    })
  })

  it('has failed since a time when no change explains it', () => {
    expect(verdictOf(situation({ functions: [failing] }))).toMatchObject({
      since: { atMs: partStartMs(25), cause: null },
    })
  })

  it.each([
    ['of another function', { ...reload, functionName: 'order-intake' }],
    ['that is a crash', { ...reload, kind: 'crash' as const }],
    ['after which it went well for a while', { ...reload, atMs: partStartMs(20) }],
    ['after it began to fail', { ...reload, atMs: partStartMs(28) }],
  ])('is not blamed on a change %s', (_, mark) => {
    expect(verdictOf(situation({ functions: [failing], marks: [mark] }))).toMatchObject({
      kind: 'failing',
      since: { cause: null },
    })
  })

  it('is blamed on a change of its configuration, too', () => {
    const marks = [{ ...reload, kind: 'configuration' as const }]
    expect(verdictOf(situation({ functions: [failing], marks }))).toMatchObject({ since: { cause: 'configuration' } })
  })

  it('has no beginning when it has failed for all of the range', () => {
    const functions = [figures('order-charge', { failedParts: from(0, 5) })]
    expect(verdictOf(situation({ functions }))).toMatchObject({ kind: 'failing', since: null })
  })

  it('is the one with the most recent failures of several', () => {
    const other = figures('order-notify', { failedParts: from(28, 9) })
    const functions = [other, failing]
    expect(verdictOf(situation({ functions }))).toMatchObject({ functionName: 'order-charge' })
  })

  it('counts few attempts instead of a share', () => {
    const functions = [figures('order-charge', { failedParts: from(29, 2), endedParts: from(29, 8) })]
    expect(verdictOf(situation({ functions }))).toMatchObject({ rate: { kind: 'counts', failed: 2, attempts: 8 } })
  })

  it('counts retried attempts as attempts of their own', () => {
    const retried = { failedParts: from(29, 4), endedParts: from(29, 2), failed: 2, failedAttempts: 4, succeeded: 0 }
    expect(verdictOf(situation({ functions: [figures('order-charge', retried)] }))).toMatchObject({
      rate: { kind: 'counts', failed: 4, attempts: 4 },
    })
  })

  it('is not named for one failure among very many', () => {
    const rare = figures('order-charge', { failedParts: from(29, 1), endedParts: from(0, 1_000) })
    expect(verdictOf(situation({ functions: [rare] }))).toMatchObject({ kind: 'failedBefore', failedCount: 1 })
  })
})

describe('problems of the host', () => {
  it('come before everything else', () => {
    const problems = [{ message: 's.yaml, line 12: handler is missing' }, { message: 'disk full' }]
    expect(verdictOf(situation({ problems, functions: [failing] }))).toEqual({
      kind: 'problem',
      message: 's.yaml, line 12: handler is missing',
      moreCount: 1,
    })
  })
})

describe('tasks that wait', () => {
  const waiting = { backlog: 40, oldestAgeMs: 45_000 }

  it('wait for their function when it runs as often as it may', () => {
    const functions = [figures('order-charge', { ...waiting, executing: 2, executionLimit: 2 })]
    expect(verdictOf(situation({ functions }))).toEqual({
      kind: 'limited',
      functionName: 'order-charge',
      executionLimit: 2,
      waitingCount: 40,
      oldestAgeMs: 45_000,
    })
  })

  it('wait for the machine when all its slots are in use', () => {
    const totals = [{ functionName: 'order-charge', state: 'Running' as const, count: 24 }]
    const functions = [figures('order-charge', { ...waiting, executing: 24, executionLimit: 100 })]
    expect(verdictOf(situation({ totals, functions }))).toMatchObject({ kind: 'machineFull', executionLimit: 24 })
  })

  it('are stuck when none of them runs', () => {
    expect(verdictOf(situation({ functions: [figures('order-charge', waiting)] }))).toMatchObject({
      kind: 'stuck',
      functionName: 'order-charge',
      waitingCount: 40,
    })
  })

  it('are a growing backlog when many more come than end', () => {
    const functions = [figures('order-charge', { backlog: 200, oldestAgeMs: 4_000, executing: 3 })]
    expect(verdictOf(situation({ functions, growthPerMinute: 30 }))).toMatchObject({ kind: 'growing', perMinute: 30 })
  })

  it.each([
    ['few and young', { backlog: 3, oldestAgeMs: 200, executing: 16 }, 0],
    ['many, but fewer each minute', { backlog: 400, oldestAgeMs: 4_000, executing: 3 }, -50],
    ['delayed, so that none is ready', { backlog: 400, oldestAgeMs: null }, 100],
  ])('are no trouble when they are %s', (_, change, growth) => {
    const functions = [figures('order-charge', change)]
    expect(levelOf(verdictOf(situation({ functions, growthPerMinute: growth })))).toBe('ok')
  })
})

describe('when nothing is wrong', () => {
  it('says how many tasks succeeded', () => {
    expect(verdictOf(situation())).toEqual({ kind: 'well', succeededCount: 300, waitingCount: 0, runningCount: 0 })
  })

  it('says which function failed earlier and about when last', () => {
    const functions = [figures('order-charge', { failedParts: from(3, 2, 6) })]
    expect(verdictOf(situation({ functions }))).toEqual({
      kind: 'failedBefore',
      functionName: 'order-charge',
      failedCount: 6,
      lastAtMs: partStartMs(6),
    })
  })

  it('is quiet when no task ended in the range and none is there', () => {
    expect(verdictOf(situation({ functions: [figures('order-intake', { endedParts: from(0, 0) })] }))).toEqual({
      kind: 'quiet',
    })
  })

  it('says that nothing has run when there was no task at all', () => {
    const functions = [figures('order-intake', { endedParts: from(0, 0) })]
    expect(verdictOf(situation({ totals: [], functions }))).toEqual({ kind: 'nothing' })
  })
})

describe('a share of attempts', () => {
  it.each([
    [25, 100, 1, 4],
    [34, 100, 1, 3],
    [66, 100, 2, 3],
    [100, 100, 1, 1],
    [6, 100, 1, 17],
    [52, 100, 1, 2],
  ])('%i of %i is %i of %i', (failed, attempts, part, whole) => {
    expect(rateOf(failed, attempts)).toEqual({ kind: 'ratio', failed: part, attempts: whole })
  })
})

describe('the growth of the backlog', () => {
  const atMs = Array.from({ length: 11 }, (_, minute) => minute * MINUTE_MS)

  it('is measured over five minutes', () => {
    const values = [0, 0, 0, 0, 0, 0, 10, 20, 30, 40, 50]
    expect(growthPerMinute({ atMs, values, stepMs: MINUTE_MS })).toBe(10)
  })

  it('is negative when the backlog shrinks, and skips what was not measured', () => {
    const values = [0, 0, 0, 0, 0, null, 40, 30, 20, 10, 0]
    expect(growthPerMinute({ atMs, values, stepMs: MINUTE_MS })).toBe(-10)
  })

  it('is not known without two values', () => {
    expect(growthPerMinute({ atMs, values: atMs.map(() => null), stepMs: MINUTE_MS })).toBeNull()
    expect(growthPerMinute({ atMs: [0], values: [5], stepMs: MINUTE_MS })).toBeNull()
  })
})
