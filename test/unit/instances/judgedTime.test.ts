import { describe, expect, it } from 'vitest'
import { JudgedTime } from '../../../electron/engine/instances/judgedTime.ts'
import { FakeClock } from '../../support/fakeClock.ts'

function started() {
  const clock = new FakeClock()
  return { clock, time: new JudgedTime(clock) }
}

describe('judged time', () => {
  it('goes on between ticks as time does', () => {
    const { clock, time } = started()
    clock.advanceMs(70)
    expect(time.nowMs).toBe(70)
    time.tick()
    clock.advanceMs(30)
    expect(time.nowMs).toBe(100)
  })

  it('leaves out a minute in which the host was stopped', () => {
    const { clock, time } = started()
    clock.advanceMs(100)
    time.tick()
    clock.advanceMs(60_000)
    time.tick()
    expect(time.nowMs).toBe(100)
  })

  it('counts a second of load', () => {
    const { clock, time } = started()
    clock.advanceMs(1_000)
    time.tick()
    expect(time.nowMs).toBe(1_000)
  })

  it('stands still while it is held', () => {
    const { clock, time } = started()
    clock.advanceMs(100)
    time.hold()
    for (let second = 0; second < 60; second++) {
      clock.advanceMs(1_000)
      time.tick()
    }
    expect(time.nowMs).toBe(100)
    time.release()
    clock.advanceMs(50)
    expect(time.nowMs).toBe(150)
  })
})
