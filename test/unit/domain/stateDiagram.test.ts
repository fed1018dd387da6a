import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { taskStates } from '../../../shared/domain/taskStates.ts'

/** The Mermaid diagram of the table: one line a pair of states, with the events that lead from one to the other. */
function diagram(): string {
  const lines = taskStates.states.flatMap((from) => {
    const events = new Map<string, string[]>()
    for (const [event, to] of Object.entries(taskStates.table[from])) events.set(to, [...(events.get(to) ?? []), event])
    return [...events].map(([to, names]) => `  ${from} --> ${to}: ${names.join(', ')}`)
  })
  return ['```mermaid', 'stateDiagram-v2', '  [*] --> Enqueued: submit', ...lines, '```'].join('\n')
}

describe('the state diagram in ARCHITECTURE.md', () => {
  it('is the one that follows from the table', () => {
    expect(readFileSync('ARCHITECTURE.md', 'utf8')).toContain(diagram())
  })
})
