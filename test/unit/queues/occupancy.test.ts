import { describe, expect, it } from 'vitest'
import { Occupancy } from '../../../electron/engine/queues/occupancy.ts'

const limits = { accountId: 1, functionLimit: 2, accountLimit: 3 }

describe('occupancy', () => {
  it('says which limit holds a function back', () => {
    const occupancy = new Occupancy(4)
    expect(occupancy.holdFor(10, limits)).toBeNull()
    occupancy.add(10, 1)
    occupancy.add(10, 1)
    expect(occupancy.holdFor(10, limits)).toBe('function')
    occupancy.add(11, 1)
    expect(occupancy.holdFor(12, limits)).toBe('account')
    occupancy.add(20, 2)
    expect(occupancy.holdFor(21, { ...limits, accountId: 2 })).toBe('machine')
  })

  it('lets a function whose runs are very short have several grants in one place', () => {
    const occupancy = new Occupancy(1)
    occupancy.setDepth(10, 1, 3)
    for (let n = 0; n < 3; n++) {
      expect(occupancy.holdFor(10, { ...limits, functionLimit: 1 })).toBeNull()
      occupancy.add(10, 1)
    }
    expect(occupancy.holdFor(10, { ...limits, functionLimit: 1 })).toBe('function')
  })

  it('takes nothing new while a function whose runs became long has too much under way', () => {
    const occupancy = new Occupancy(10)
    occupancy.setDepth(10, 1, 3)
    for (let n = 0; n < 4; n++) occupancy.add(10, 1)
    occupancy.setDepth(10, 1, 1)
    expect(occupancy.holdFor(10, limits)).toBe('function')
    for (let n = 0; n < 3; n++) occupancy.remove(10, 1)
    expect(occupancy.holdFor(10, limits)).toBeNull()
  })

  it('refuses everything to a function with a reservation of 0', () => {
    expect(new Occupancy(4).holdFor(10, { ...limits, functionLimit: 0 })).toBe('function')
  })

  it('does not let a synchronous call into a place that is only deep', () => {
    const occupancy = new Occupancy(4)
    occupancy.setDepth(10, 1, 8)
    occupancy.add(10, 1)
    occupancy.add(10, 1)
    expect(occupancy.holdForCall(10, limits)).toBe('function')
  })
})
