/** The pure parts of the task drawer: errors, reasons, commands, the picture of the states. */
import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { movesOf, PLACES, usualMovesAreKnown } from '../../../renderer/screens/task/statePicture.ts'
import { invokeCommand } from '../../../renderer/stores/taskCommand.ts'
import { readFailure } from '../../../renderer/stores/taskFailure.ts'
import { failureOutcome, reasonOf } from '../../../renderer/stores/taskReason.ts'
import type { TaskAttempt } from '../../../renderer/stores/taskShapes.ts'
import { taskStates } from '../../../shared/domain/taskStates.ts'

describe('an error of a function', () => {
  it('is its class, its message and its frames', () => {
    const errorBody = JSON.stringify({
      errorMessage: 'no tier',
      errorType: 'FunctionUnhandledError: TypeError',
      stackTrace: ['TypeError: no tier', '    at f (index.js:1:2)', '    at g (index.js:9:9)'],
    })
    expect(readFailure(errorBody)).toEqual({
      message: 'no tier',
      className: 'TypeError',
      stack: ['    at f (index.js:1:2)', '    at g (index.js:9:9)'],
      rawText: errorBody,
    })
  })

  it('of Python has frames in parts', () => {
    const stackTrace = [['File "/code/index.py"', 'line 2', 'in handler', 'raise x']]
    expect(readFailure(JSON.stringify({ errorMessage: 'x', errorType: 'KeyError', stackTrace })).stack).toEqual([
      'File "/code/index.py", line 2, in handler, raise x',
    ])
  })

  it.each(['plain text', '{"error":"mine"}', '[1]', '', 'null', '{"errorMessage":12}'])(
    'that is %j is its own message',
    (errorBody) => {
      expect(readFailure(errorBody)).toEqual({ message: errorBody, className: null, stack: [], rawText: errorBody })
    },
  )

  it('never throws, whatever the function sent', () => {
    fc.assert(fc.property(fc.json(), (errorBody) => readFailure(errorBody).rawText === errorBody))
  })
})

const ended = (number: number, outcome: TaskAttempt['outcome']) =>
  ({ number, outcome, startedAtMs: 1, endedAtMs: 2 }) as TaskAttempt
const task = { reason: null, dueAtMs: 1_000, attempts: [], attemptLimit: 3, retryCount: 0 }

describe('why a task is in its state', () => {
  it('has a sentence for every state', () => {
    for (const state of taskStates.states) expect(reasonOf({ ...task, state }, 500).key).toEqual(expect.any(String))
  })

  it('names the attempt that comes next, and when', () => {
    const retrying = { ...task, state: 'Retrying' as const, attempts: [ended(1, 'Failed')] }
    expect(reasonOf(retrying, 400)).toEqual({ key: 'retrying', number: 1, next: 2, limit: 3, dueInMs: 600 })
    expect(reasonOf(retrying, 1_000)).toMatchObject({ key: 'retryingNow' })
  })

  it('counts no interrupted attempt against the limit', () => {
    const attempts = [ended(1, 'Interrupted'), ended(2, 'Failed'), ended(3, 'Failed'), ended(4, 'Failed')]
    const failed = { ...task, state: 'Failed' as const, attempts }
    expect(reasonOf(failed, 0)).toEqual({ key: 'failed', number: 3, limit: 3 })
    expect(failureOutcome(failed, 0).key).toBe('last')
    expect(failureOutcome({ ...failed, attempts: attempts.slice(0, 2) }, 0).key).toBe('ended')
  })

  it('tells apart when a task was stopped', () => {
    const stopped = { ...task, state: 'Stopped' as const }
    expect(reasonOf(stopped, 0).key).toBe('stoppedWaiting')
    expect(reasonOf({ ...stopped, attempts: [ended(1, 'Failed')] }, 0)).toEqual({ key: 'stoppedBetween', next: 2 })
    expect(reasonOf({ ...stopped, attempts: [ended(1, 'Stopped')] }, 0)).toEqual({ key: 'stoppedRunning', number: 1 })
  })
})

describe('the command of a task', () => {
  it('gives a shell exactly the payload', () => {
    const shell = fc.string({ unit: fc.constantFrom('a', "'", '"', '$', '\\', '\n', ' ', '`', '!', 'é', '-', '@') })
    fc.assert(
      fc.property(shell, (payload) => {
        fc.pre(payload !== '' && !/^[@-]/.test(payload))
        const command = invokeCommand('f', payload)?.replace('taskyard invoke f', 'printf %s')
        expect(execFileSync('sh', ['-c', command ?? ''], { encoding: 'utf8' })).toBe(payload)
      }),
      { numRuns: 25 },
    )
  })

  it('pipes what the command line would take for something else, and cannot carry bytes', () => {
    expect(invokeCommand('f', '@home')).toBe("printf %s '@home' | taskyard invoke f -")
    expect(invokeCommand('f', '')).toBe('taskyard invoke f')
    expect(invokeCommand('f', new Uint8Array([0]))).toBeNull()
    expect(invokeCommand('f', 'a\0b')).toBeNull()
  })
})

describe('the picture of the states', () => {
  it('has a place of its own for each state and draws only moves of the table', () => {
    const places = taskStates.states.map((state) => `${PLACES[state].column} ${PLACES[state].row}`)
    expect(new Set(places).size).toBe(taskStates.states.length)
    expect(usualMovesAreKnown()).toBe(true)
  })

  it('lights the way that a task took', () => {
    const events = (['Enqueued', 'Dequeued', 'Running', 'Failed'] as const).map((state) => ({ state }))
    const taken = movesOf(events).filter(({ isTaken }) => isTaken)
    expect(taken.map(({ from, to }) => `${from} ${to}`)).toEqual([
      'Enqueued Dequeued',
      'Dequeued Running',
      'Running Failed',
    ])
  })
})
