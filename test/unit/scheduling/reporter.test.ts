import { describe, expect, it } from 'vitest'
import type { SchedulerToStore } from '../../../electron/engine/messages.ts'
import { Reporter } from '../../../electron/engine/scheduling/reporter.ts'
import { FakeClock } from '../../support/fakeClock.ts'

function openReporter() {
  const clock = new FakeClock()
  const sent: SchedulerToStore[] = []
  const deferred: (() => void)[] = []
  const timers: { run: () => void; delayMs: number }[] = []
  const reporter = new Reporter({
    clock,
    send: (report) => void sent.push(report),
    defer: (run) => void deferred.push(run),
    later: (run, delayMs) => void timers.push({ run, delayMs }),
  })
  const turn = () => {
    for (const run of deferred.splice(0)) run()
  }
  const end = (key: number) => reporter.ended(key, { outcome: 'released' })
  return { clock, reporter, turn, end, timers, endedCounts: () => sent.map(({ ended }) => ended.length) }
}

describe('reports to the store', () => {
  it('go out with the turn that something happened in when little happens', () => {
    const t = openReporter()
    t.end(1)
    t.end(2)
    t.turn()
    t.clock.advanceMs(50)
    t.end(3)
    t.turn()
    expect(t.endedCounts()).toEqual([2, 1])
  })

  it('wait for company right after another one', () => {
    const t = openReporter()
    t.end(1)
    t.turn()
    t.end(2)
    t.end(3)
    t.turn()
    expect(t.endedCounts()).toEqual([1])
    expect(t.timers).toMatchObject([{ delayMs: 2 }])
    t.timers[0]!.run()
    expect(t.endedCounts()).toEqual([1, 2])
  })

  it('do not wait when they are big', () => {
    const t = openReporter()
    t.end(1)
    t.turn()
    for (let key = 2; key <= 101; key++) t.end(key)
    t.turn()
    expect(t.endedCounts()).toEqual([1, 100])
  })

  it('do not wait when somebody waits for the answer', () => {
    const t = openReporter()
    t.end(1)
    t.turn()
    t.end(-5)
    t.turn()
    expect(t.endedCounts()).toEqual([1, 1])
  })

  it('are never empty', () => {
    const t = openReporter()
    t.reporter.flush()
    expect(t.endedCounts()).toEqual([])
  })
})
