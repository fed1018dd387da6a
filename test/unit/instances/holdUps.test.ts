import { describe, expect, it } from 'vitest'
import { HoldUps } from '../../../electron/engine/instances/holdUps.ts'
import { FakeClock } from '../../support/fakeClock.ts'

function begin() {
  const clock = new FakeClock()
  const holdUps = new HoldUps(clock)
  const hold = (lengthMs: number) => {
    holdUps.begin()
    clock.advanceMs(lengthMs)
    holdUps.end()
  }
  return { clock, holdUps, hold }
}

describe('the time for which output was held back', () => {
  it('is told with the output that had waited, once', () => {
    const { holdUps, hold } = begin()
    hold(800)
    expect(holdUps.afterOutput()).toBe(800)
    expect(holdUps.afterOutput()).toBe(0)
  })

  it('is not told when no output had waited', () => {
    const { clock, holdUps, hold } = begin()
    hold(800)
    clock.advanceMs(500)
    expect(holdUps.afterOutput()).toBe(0)
    expect(holdUps.untold()).toBe(0)
  })

  it('is summed up over a flood and told at most once a second, the rest at its end', () => {
    const { clock, holdUps, hold } = begin()
    const told: number[] = []
    for (let time = 0; time < 25; time++) {
      hold(60)
      told.push(holdUps.afterOutput())
      clock.advanceMs(20)
    }
    const rest = holdUps.untold()
    expect([...told, rest].filter((heldMs) => heldMs > 0)).toEqual([120, 780, 600])
    expect(told.reduce((sum, heldMs) => sum + heldMs, rest)).toBe(25 * 60)
  })

  it('is not worth a line when it is short', () => {
    const { holdUps, hold } = begin()
    hold(99)
    expect(holdUps.afterOutput()).toBe(0)
    expect(holdUps.untold()).toBe(0)
  })
})
