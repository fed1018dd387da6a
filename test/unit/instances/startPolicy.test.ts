import { describe, expect, it } from 'vitest'
import { type Demand, needsAnotherInstance } from '../../../electron/engine/instances/startPolicy.ts'

const demand = (change: Partial<Demand>): Demand => ({
  waitingCount: 10,
  stalledMs: 0,
  startingCount: 0,
  readyCount: 1,
  totalCount: 1,
  maxInstances: 16,
  concurrency: 1,
  typicalRunMs: null,
  isQuick: false,
  coldStartMs: 50,
  ...change,
})

describe('another instance', () => {
  it.each<[string, boolean, Partial<Demand>]>([
    ['is needed when there is none', true, { readyCount: 0, totalCount: 0 }],
    ['is not needed when those that start will take all that wait', false, { startingCount: 3, waitingCount: 3 }],
    ['is needed when those that start will not take all', true, { readyCount: 0, startingCount: 3, waitingCount: 4 }],
    ['counts the places of those that start', false, { startingCount: 2, waitingCount: 20, concurrency: 10 }],
    ['is never needed beyond the maximum', false, { readyCount: 0, totalCount: 16 }],
    ['waits a moment while nothing is known of the runs', false, { stalledMs: 5 }],
    ['comes when the first runs take long', true, { stalledMs: 25 }],
    ['is not needed for what drains faster than it starts', false, { typicalRunMs: 4, waitingCount: 10 }],
    ['is needed for what drains slower than it starts', true, { typicalRunMs: 6, waitingCount: 10 }],
    ['is needed when a task waits behind an unusual one', true, { typicalRunMs: 4, stalledMs: 60 }],
    ['comes late for quick runs', false, { typicalRunMs: 0.02, isQuick: true, waitingCount: 40_000 }],
    ['comes for a second of quick runs', true, { typicalRunMs: 0.02, isQuick: true, waitingCount: 60_000 }],
    [
      'is one for quick runs, not many at once',
      false,
      { isQuick: true, readyCount: 0, startingCount: 1, typicalRunMs: 0.02 },
    ],
  ])('%s', (_name, isNeeded, change) => {
    expect(needsAnotherInstance(demand(change))).toBe(isNeeded)
  })
})
