import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TaskAttempt } from '../../../renderer/stores/taskShapes.ts'
import { type TimedTask, timelineOf } from '../../../renderer/stores/taskTimeline.ts'

const attempt = (number: number, fields: Partial<TaskAttempt>): TaskAttempt => ({
  number,
  outcome: null,
  dequeuedAtMs: null,
  startedAtMs: null,
  endedAtMs: null,
  instanceId: null,
  codeHash: null,
  interpreterVersion: null,
  peakMemoryBytes: null,
  errorType: null,
  errorBody: null,
  ...fields,
})
const failed = (number: number, [dequeuedAtMs, startedAtMs, endedAtMs]: [number, number, number]) =>
  attempt(number, { outcome: 'Failed', dequeuedAtMs, startedAtMs, endedAtMs })
const task = (fields: Partial<TimedTask>): TimedTask => ({
  submittedAtMs: 1_000,
  endedAtMs: null,
  attempts: [],
  isFinal: false,
  ...fields,
})

describe('the timeline of a task', () => {
  it('has a lane for each attempt, with what it waited, started and ran', () => {
    const attempts = [failed(1, [1_100, 1_200, 1_500]), failed(2, [1_600, 1_600, 2_000])]
    const { lanes, totalMs } = timelineOf(task({ attempts, endedAtMs: 2_000, isFinal: true }), 9_000)
    expect(lanes.map(({ number, waitMs, runMs }) => ({ number, waitMs, runMs }))).toEqual([
      { number: 1, waitMs: 200, runMs: 300 },
      { number: 2, waitMs: 100, runMs: 400 },
    ])
    expect(lanes[0]!.segments).toEqual([
      { kind: 'wait', fromRatio: 0, toRatio: 0.1, lengthMs: 100, isLive: false },
      { kind: 'start', fromRatio: 0.1, toRatio: 0.2, lengthMs: 100, isLive: false },
      { kind: 'run', fromRatio: 0.2, toRatio: 0.5, lengthMs: 300, isLive: false },
    ])
    expect(lanes[1]!.segments.map(({ kind, fromRatio, toRatio }) => [kind, fromRatio, toRatio])).toEqual([
      ['wait', 0.5, 0.6],
      ['run', 0.6, 1],
    ])
    expect(totalMs).toBe(1_000)
  })

  it('lets the running attempt grow to now', () => {
    const attempts = [attempt(1, { dequeuedAtMs: 1_000, startedAtMs: 1_000 })]
    const [lane] = timelineOf(task({ attempts }), 1_800).lanes
    expect(lane).toMatchObject({ runMs: 800, segments: [{ kind: 'run', isLive: true, lengthMs: 800 }] })
  })

  it('shows what a task waits for that has not run yet, and one that is tried again', () => {
    expect(timelineOf(task({}), 1_400).lanes).toMatchObject([{ number: 1, waitMs: 400, runMs: null }])
    const attempts = [failed(1, [1_000, 1_000, 1_100])]
    expect(timelineOf(task({ attempts }), 1_400).lanes[1]).toMatchObject({
      number: 2,
      waitMs: 300,
      runMs: null,
      segments: [{ kind: 'wait', isLive: true }],
    })
  })

  it('gives no number to the wait of a task that ended without another attempt', () => {
    const { lanes } = timelineOf(task({ endedAtMs: 5_000, isFinal: true }), 9_000)
    expect(lanes).toMatchObject([{ number: null, waitMs: 4_000, runMs: null, segments: [{ isLive: false }] }])
  })

  it('cuts a long wait, so that what ran can be seen, and says how long it was', () => {
    const attempts = [failed(1, [35_000, 35_100, 36_000])]
    const { lanes, cuts } = timelineOf(task({ attempts, endedAtMs: 36_000, isFinal: true }), 99_000)
    expect(cuts).toEqual([{ atRatio: expect.any(Number), lengthMs: 34_000 }])
    const run = lanes[0]!.segments.at(-1)!
    expect(run.toRatio - run.fromRatio).toBeGreaterThan(0.5)
  })

  it('takes an instant before the one that it follows for the same', () => {
    const attempts = [failed(1, [900, 800, 700])] // the clock was set back
    expect(timelineOf(task({ attempts, endedAtMs: 700, isFinal: true }), 600).lanes[0]).toMatchObject({
      waitMs: 0,
      runMs: 0,
    })
  })

  const instant = fc.integer({ min: 0, max: 100_000 })
  const anyAttempt = fc
    .record({
      outcome: fc.constantFrom('Succeeded', 'Failed', 'Stopped', 'Interrupted', null),
      dequeuedAtMs: fc.option(instant),
      startedAtMs: fc.option(instant),
      endedAtMs: fc.option(instant),
    })
    .map((fields) => attempt(1, fields as Partial<TaskAttempt>))
  const anyTask = fc.record({
    submittedAtMs: instant,
    endedAtMs: fc.option(instant),
    isFinal: fc.boolean(),
    attempts: fc
      .array(anyAttempt, { maxLength: 12 })
      .map((all) => all.map((one, index) => ({ ...one, number: index + 1 }))),
  })

  it('is never negative, never overlaps and never goes back, whatever the clocks said', () => {
    fc.assert(
      fc.property(anyTask, instant, (any, nowMs) => {
        const { lanes, cuts, ticks, totalMs } = timelineOf(any, nowMs)
        const segments = lanes.flatMap((lane) => lane.segments)
        let atRatio = 0
        for (const segment of segments) {
          expect(segment.fromRatio).toBeGreaterThanOrEqual(atRatio - 1e-9)
          expect(segment.toRatio).toBeGreaterThanOrEqual(segment.fromRatio)
          expect(segment.lengthMs).toBeGreaterThanOrEqual(0)
          atRatio = segment.toRatio
        }
        expect(atRatio).toBeLessThanOrEqual(1)
        for (const { waitMs, runMs } of lanes) {
          expect(waitMs).toBeGreaterThanOrEqual(0)
          expect(runMs ?? 0).toBeGreaterThanOrEqual(0)
        }
        expect(totalMs).toBe(lanes.reduce((sum, { waitMs, runMs }) => sum + waitMs + (runMs ?? 0), 0))
        for (const list of [cuts, ticks]) {
          expect(list.every(({ atRatio: at }) => at >= 0 && at <= 1)).toBe(true)
        }
        expect(ticks).toEqual(ticks.toSorted((a, b) => a.atRatio - b.atRatio || a.atMs - b.atMs))
      }),
    )
  })
})
