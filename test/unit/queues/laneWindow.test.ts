import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LaneWindow, type Waiting } from '../../../electron/engine/queues/laneWindow.ts'

const byDue = (a: Waiting, b: Waiting) => a.dueAtMs - b.dueAtMs || a.seq - b.seq

/** A lane whose rows are a plain sorted array, as the database's index has them. */
function openLane() {
  let rows: Waiting[] = []
  let loadCount = 0
  const window = new LaneWindow((limit) => {
    loadCount++
    return rows.toSorted(byDue).slice(0, limit)
  })
  return {
    window,
    loads: () => loadCount,
    rows: () => rows.toSorted(byDue),
    add(seq: number, dueAtMs: number) {
      const task: Waiting = { seq, functionId: 1, lane: 0, dueAtMs, state: 'Enqueued' }
      rows.push(task)
      window.add(task)
    },
    take(): number | undefined {
      const task = window.peek()
      if (task === undefined) return undefined
      window.shift()
      rows = rows.filter(({ seq }) => seq !== task.seq)
      return task.seq
    },
    stop(seq: number) {
      rows = rows.filter((row) => row.seq !== seq)
      window.delete(seq)
    },
  }
}

describe('the window of a lane', () => {
  it('gives tasks in order of due time, whatever order they came in', () => {
    const lane = openLane()
    lane.add(1, 30)
    lane.add(2, 10)
    lane.add(3, 20)
    expect([lane.take(), lane.take(), lane.take(), lane.take()]).toEqual([2, 3, 1, undefined])
  })

  it('does not ask the database again while it knows that it holds everything', () => {
    const lane = openLane()
    lane.take()
    for (let seq = 1; seq <= 100; seq++) lane.add(seq, seq)
    for (let seq = 1; seq <= 100; seq++) expect(lane.take()).toBe(seq)
    expect(lane.loads()).toBe(1)
  })

  it('behaves like the sorted list of what waits, for any mix of arrivals, grants and stops', () => {
    const step = fc.oneof(
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('add' as const), dueAtMs: fc.nat(500) }) },
      { weight: 2, arbitrary: fc.record({ kind: fc.constant('take' as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('stop' as const), pick: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('burst' as const), dueAtMs: fc.nat(500) }) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (steps) => {
        const lane = openLane()
        let nextSeq = 1
        for (const step of steps) {
          if (step.kind === 'add') lane.add(nextSeq++, step.dueAtMs)
          else if (step.kind === 'burst') for (let n = 0; n < 300; n++) lane.add(nextSeq++, step.dueAtMs + n)
          else if (step.kind === 'take') {
            const expected = lane.rows()[0]?.seq
            expect(lane.take()).toBe(expected)
          } else {
            const rows = lane.rows()
            if (rows.length > 0) lane.stop(rows[step.pick % rows.length]!.seq)
          }
        }
        for (const row of lane.rows()) expect(lane.take()).toBe(row.seq)
        expect(lane.take()).toBeUndefined()
      }),
      { numRuns: 60 },
    )
  })
})
