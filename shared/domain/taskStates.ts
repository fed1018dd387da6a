import { stateMachine } from './stateMachine.ts'

/**
 * Every state a task can be in and every move between them (FC.md section 2.1, DESIGN.md section 3).
 * This table is the law: the SQL CHECK, the badges, the diagram in ARCHITECTURE.md and the
 * exhaustive test are made from it.
 */
export const taskStates = stateMachine({
  //           when …                      goes to …
  Enqueued:  { grant:                      'Dequeued', // claimed for a scheduler, under every limit
               expire:                     'Expired', // older than its maximum age when its turn came
               invalidate:                 'Invalid', // the function was deleted
               stop:                       'Stopping' },
  Dequeued:  { start:                      'Running', // an instance has it
               succeed:                    'Succeeded', // started and ended between two reports
               retry:                      'Retrying',
               fail:                       'Failed',
               refuse:                     'Enqueued', // no instance now: backs off, no attempt used
               release:                    'Enqueued', // its scheduler died before it started
               refuseRetry:                'Retrying', // the same two for one that ran before
               releaseRetry:               'Retrying',
               invalidate:                 'Invalid', // permanent: runtime or interpreter missing
               stop:                       'Stopping' },
  Running:   { succeed:                    'Succeeded',
               retry:                      'Retrying', // function error, attempts left
               fail:                       'Failed', // function error, none left; or interrupted three times
               interrupt:                  'Retrying', // host or scheduler died: uses no retry
               stop:                       'Stopping' },
  Retrying:  { grant:                      'Dequeued',
               fail:                       'Failed', // past its maximum age: the last error stays
               invalidate:                 'Invalid',
               stop:                       'Stopping' },
  Stopping:  { stopped:                    'Stopped' },
  Succeeded: {},
  Failed:    {},
  Stopped:   {},
  Expired:   {},
  Invalid:   {},
})

export type TaskState = (typeof taskStates.states)[number]
export type FinalTaskState = 'Succeeded' | 'Failed' | 'Stopped' | 'Expired' | 'Invalid'
