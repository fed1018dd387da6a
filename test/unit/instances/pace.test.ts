import { describe, expect, it } from 'vitest'
import { Pace } from '../../../electron/engine/instances/pace.ts'

function paceAfter(...runs: number[]): Pace {
  const pace = new Pace()
  for (const runMs of runs) pace.sample(runMs)
  return pace
}
const times = (count: number, runMs: number) => Array.from({ length: count }, () => runMs)

describe('the pace of a function', () => {
  it('is unknown until a few runs have ended', () => {
    expect(paceAfter(...times(7, 0.01)).typicalRunMs).toBeNull()
    expect(paceAfter(...times(7, 0.01)).depth).toBe(1)
    expect(paceAfter(...times(8, 0.01)).typicalRunMs).toBeCloseTo(0.01)
  })

  it.each([
    [0.01, 64],
    [0.1, 40],
    [1, 4],
    [2, 2],
    [3, 1],
    [1_000, 1],
  ])('lets runs of %s ms be %i deep', (runMs, depth) => {
    expect(paceAfter(...times(20, runMs)).depth).toBe(depth)
  })

  it('becomes shallow with a single slow run, and deep again after some short ones', () => {
    expect(paceAfter(...times(50, 0.02), 100).depth).toBe(1)
    expect(paceAfter(...times(50, 0.02), 100, ...times(30, 0.02)).depth).toBeGreaterThan(16)
  })

  it('stays quick when a few runs are held up by a busy machine, and sends less ahead meanwhile', () => {
    const pace = new Pace()
    for (let n = 0; n < 32; n++) pace.sample(0.05)
    const depth = pace.depth
    for (let n = 0; n < 6; n++) pace.sample(30)
    expect(pace.isQuick).toBe(true)
    expect(pace.typicalRunMs).toBe(0.05)
    expect(pace.depth).toBeLessThan(depth)
  })
})
