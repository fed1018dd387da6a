import { describe, expect, it } from 'vitest'
import { functionGroups, neighbour } from '../../../renderer/screens/functions/functionGroups.ts'
import { formatSeconds } from '../../../renderer/screens/functions/settingTexts.ts'
import type { FunctionSummary } from '../../../renderer/stores/functions.ts'
import type { StateCount } from '../../../renderer/stores/taskFamilies.ts'

const summary = (functionName: string): FunctionSummary => ({
  functionName,
  origin: 'project',
  runtime: 'nodejs20',
  handler: 'index.handler',
  codePath: '/code',
  codeHash: 'a20c77d',
  modifiedAtMs: 0,
  isTask: true,
  interpreter: null,
  problem: null,
})

const totals: StateCount[] = [
  { functionName: 'charge', state: 'Enqueued', count: 3 },
  { functionName: 'charge', state: 'Retrying', count: 1 },
  { functionName: 'charge', state: 'Running', count: 2 },
  { functionName: 'charge', state: 'Succeeded', count: 10 },
  { functionName: 'thumbnail-old', state: 'Invalid', count: 1 },
  { functionName: 'emptied', state: 'Failed', count: 0 },
]

describe('the list of functions', () => {
  it('has those of the project by name, with what waits and what runs', () => {
    const { present } = functionGroups([summary('notify'), summary('charge')], totals)
    expect(present).toEqual([
      { functionName: 'charge', summary: summary('charge'), waitingCount: 4, runningCount: 2, taskCount: 16 },
      { functionName: 'notify', summary: summary('notify'), waitingCount: 0, runningCount: 0, taskCount: 0 },
    ])
  })

  it('has those that only stored tasks name apart', () => {
    const { gone } = functionGroups([summary('charge')], totals)
    expect(gone).toEqual([
      { functionName: 'thumbnail-old', summary: null, waitingCount: 0, runningCount: 0, taskCount: 1 },
    ])
  })
})

describe('moving in the list', () => {
  const names = ['a', 'b', 'c']
  it('goes to the neighbour and stays within the list', () => {
    expect(neighbour(names, { from: 'a', step: 1 })).toBe('b')
    expect(neighbour(names, { from: 'c', step: 1 })).toBe('c')
    expect(neighbour(names, { from: 'a', step: -1 })).toBe('a')
  })

  it('begins at the first when what was chosen is not there', () => {
    expect(neighbour(names, { from: 'gone', step: -1 })).toBe('a')
    expect(neighbour(names, { from: null, step: 1 })).toBe('a')
    expect(neighbour([], { from: null, step: 1 })).toBeNull()
  })
})

describe('a configured length of time', () => {
  it('is shown in the unit that it is a round number of', () => {
    expect([3, 60, 90, 3_600, 86_400, 2_592_000, 3_661].map(formatSeconds)).toEqual([
      '3 s',
      '1 m',
      '90 s',
      '1 h',
      '1 d',
      '30 d',
      '1 h 1 m',
    ])
  })
})
