import { describe, expect, it } from 'vitest'
import { type TaskFacts, taskEvents } from '../../../electron/engine/tasks/taskEvents.ts'
import type { Attempt } from '../../../shared/domain/task.ts'

const attempt = (fields: Partial<Attempt>): Attempt => ({
  number: 1,
  outcome: null,
  dequeuedAtMs: null,
  startedAtMs: null,
  endedAtMs: null,
  instanceId: null,
  codeHash: null,
  interpreterVersion: null,
  peakMemoryBytes: null,
  errorType: null,
  errorBody: null,
  ...fields,
})
const task = (fields: Partial<TaskFacts>): TaskFacts => ({
  state: 'Enqueued',
  submittedAtMs: 1,
  stoppingAtMs: null,
  endedAtMs: null,
  errorType: null,
  reason: null,
  attempts: [],
  ...fields,
})
/** `State@time`, with the detail if there is one. */
const words = (facts: TaskFacts) =>
  taskEvents(facts).map(({ state, atMs, detail }) => `${state}@${atMs}${detail && ` ${detail}`}`)

const failedAt = (endedAtMs: number, fields: Partial<Attempt> = {}) =>
  attempt({
    outcome: 'Failed',
    dequeuedAtMs: endedAtMs - 2,
    startedAtMs: endedAtMs - 1,
    endedAtMs,
    errorType: 'UnhandledInvocationError',
    ...fields,
  })

describe('the events of a task', () => {
  it('that waits are one', () => {
    expect(words(task({}))).toEqual(['Enqueued@1'])
  })

  it('that was granted and has not begun end with Dequeued', () => {
    expect(words(task({ state: 'Dequeued', attempts: [attempt({ dequeuedAtMs: 2 })] }))).toEqual([
      'Enqueued@1',
      'Dequeued@2',
    ])
  })

  it('that runs end with Running', () => {
    const attempts = [attempt({ dequeuedAtMs: 2, startedAtMs: 3 })]
    expect(words(task({ state: 'Running', attempts }))).toEqual(['Enqueued@1', 'Dequeued@2', 'Running@3'])
  })

  it('that succeeded name every state on the way', () => {
    const attempts = [attempt({ outcome: 'Succeeded', dequeuedAtMs: 2, startedAtMs: 3, endedAtMs: 4 })]
    expect(words(task({ state: 'Succeeded', endedAtMs: 4, attempts }))).toEqual([
      'Enqueued@1',
      'Dequeued@2',
      'Running@3',
      'Succeeded@4',
    ])
  })

  it('that failed after a retry name both errors', () => {
    const attempts = [failedAt(4), failedAt(9, { number: 2, errorType: 'HandledInvocationError' })]
    const facts = task({ state: 'Failed', endedAtMs: 9, errorType: 'HandledInvocationError', attempts })
    expect(words(facts)).toEqual([
      'Enqueued@1',
      'Dequeued@2',
      'Running@3',
      'Retrying@4 {"Error":"UnhandledInvocationError"}',
      'Dequeued@7',
      'Running@8',
      'Failed@9 {"Error":"HandledInvocationError"}',
    ])
  })

  it('that waits for its next attempt end with Retrying', () => {
    expect(words(task({ state: 'Retrying', attempts: [failedAt(4)] })).at(-1)).toBe(
      'Retrying@4 {"Error":"UnhandledInvocationError"}',
    )
  })

  it('that was interrupted say so', () => {
    const attempts = [failedAt(4, { outcome: 'Interrupted', errorType: null })]
    expect(words(task({ state: 'Retrying', attempts })).at(-1)).toBe('Retrying@4 {"Error":"Interrupted"}')
  })

  it('that grew too old between two attempts show the wait and the end', () => {
    const facts = task({
      state: 'Failed',
      endedAtMs: 50,
      errorType: 'UnhandledInvocationError',
      attempts: [failedAt(4)],
    })
    expect(words(facts).slice(-2)).toEqual([
      'Retrying@4 {"Error":"UnhandledInvocationError"}',
      'Failed@50 {"Error":"UnhandledInvocationError"}',
    ])
  })

  it('that failed because of interruptions give the reason', () => {
    const attempts = [failedAt(4, { outcome: 'Interrupted', errorType: null })]
    const facts = task({ state: 'Failed', endedAtMs: 4, reason: 'interrupted 3 times', attempts })
    expect(words(facts)).toEqual(['Enqueued@1', 'Dequeued@2', 'Running@3', 'Failed@4 {"Reason":"interrupted 3 times"}'])
  })

  it('that was stopped while it ran pass through Stopping', () => {
    const attempts = [attempt({ outcome: 'Stopped', dequeuedAtMs: 2, startedAtMs: 3, endedAtMs: 6 })]
    const facts = task({ state: 'Stopped', stoppingAtMs: 5, endedAtMs: 6, attempts })
    expect(words(facts)).toEqual(['Enqueued@1', 'Dequeued@2', 'Running@3', 'Stopping@5', 'Stopped@6'])
  })

  it('that is being stopped end with Stopping', () => {
    const facts = task({ state: 'Stopping', stoppingAtMs: 5, attempts: [attempt({ dequeuedAtMs: 2, startedAtMs: 3 })] })
    expect(words(facts).at(-1)).toBe('Stopping@5')
  })

  it.each(['Expired', 'Invalid'] as const)('that is %s give the reason', (state) => {
    expect(words(task({ state, endedAtMs: 7, reason: 'why' }))).toEqual(['Enqueued@1', `${state}@7 {"Reason":"why"}`])
  })
})
