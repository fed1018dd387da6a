import { describe, expect, it } from 'vitest'
import { type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'

describe('the table of task states', () => {
  it('has the ten states of FC and ends in five of them', () => {
    expect(taskStates.states).toEqual([
      'Enqueued',
      'Dequeued',
      'Running',
      'Retrying',
      'Stopping',
      'Succeeded',
      'Failed',
      'Stopped',
      'Expired',
      'Invalid',
    ])
    expect(taskStates.finalStates).toEqual(['Succeeded', 'Failed', 'Stopped', 'Expired', 'Invalid'])
  })

  const pairs = taskStates.states.flatMap((state) => taskStates.events.map((event) => [state, event] as const))
  it.each(pairs)('%s on %s moves as the table says or is refused', (state, event) => {
    const expected = taskStates.table[state][event]
    if (expected !== undefined) expect(taskStates.next(state, event)).toBe(expected)
    else expect(() => taskStates.next(state, event)).toThrow(expect.objectContaining({ code: 'illegal_transition' }))
  })

  it('leads from every state to an end, and lets every state that is no end be stopped', () => {
    const reaches = (state: TaskState, seen = new Set<TaskState>()): boolean => {
      if (taskStates.isFinal(state)) return true
      if (seen.has(state)) return false
      seen.add(state)
      return Object.values(taskStates.table[state]).some((next) => reaches(next, seen))
    }
    const open = taskStates.states.filter((state) => !taskStates.isFinal(state))
    expect(open.every((state) => reaches(state))).toBe(true)
    expect(open.filter((state) => !taskStates.can(state, 'stop'))).toEqual(['Stopping'])
  })
})
