import { describe, expect, it } from 'vitest'
import { AwakeTime, forwardOnly } from '../../../electron/base/clock.ts'

function turnable(wallMs: number) {
  const time = { wallMs, monotonicMs: 0 }
  const clock = forwardOnly({ wallMs: () => time.wallMs, monotonicMs: () => time.monotonicMs })
  return { time, clock }
}

describe('the clock of the host', () => {
  it('follows the wall clock', () => {
    const { time, clock } = turnable(1_000)
    time.wallMs = 5_000
    time.monotonicMs = 10
    expect(clock.nowMs()).toBe(5_000)
  })

  it('goes on at the monotonic pace when the wall clock is set back an hour', () => {
    const { time, clock } = turnable(10_000_000)
    time.wallMs -= 3_600_000
    time.monotonicMs += 250
    expect(clock.nowMs()).toBe(10_000_250)
    time.wallMs += 250
    time.monotonicMs += 250
    expect(clock.nowMs()).toBe(10_000_500)
  })
})

describe('awake time', () => {
  it('counts what passes between ticks', () => {
    const awake = new AwakeTime(0)
    expect(awake.tick(100)).toBe(0)
    expect(awake.tick(1_900)).toBe(0)
    expect(awake.awakeMs).toBe(1_900)
  })

  it('stands still while the host was stopped, and says how long that was', () => {
    const awake = new AwakeTime(0)
    awake.tick(100)
    expect(awake.tick(60_100)).toBe(60_000)
    awake.tick(60_200)
    expect(awake.awakeMs).toBe(200)
  })
})
