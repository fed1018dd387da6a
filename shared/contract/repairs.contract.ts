import { z } from 'zod'
import { MAX_DELAY_SECONDS } from '../domain/limits.ts'
import type { Contract } from './contract.ts'
import { repairSelection } from './repairShapes.ts'
import { target } from './taskShapes.ts'

/** Why a task of a selection is left out. */
export const skipReason = z.enum([
  'already_repairing', // a replay or a compensation of it has not ended yet
  'already_repaired', // one has succeeded
  'resolved', // its letter is resolved, when a group is repaired
  'not_ended', // the task still waits or runs
  'not_dead', // only dead letters are compensated
  'gone', // its record is no longer kept, or its function was deleted
  'no_compensation', // its function names none, or one that does not exist
])
export type SkipReason = z.output<typeof skipReason>

const skipped = z.array(z.object({ reason: skipReason, count: z.int() }))

const batch = z.object({
  batchId: z.int(),
  action: z.enum(['replay', 'compensate']),
  state: z.enum(['Running', 'Done', 'Aborted']),
  groupId: z.int().nullable(),
  totalCount: z.int(),
  madeCount: z.int(), // new tasks
  skippedCount: z.int(),
  failedCount: z.int(), // refused for good, for example because its payload is too large
  refusal: z.string().optional(), // why a running one waits just now, such as a full backlog; absent: it goes on
  createdAtMs: z.int(),
  endedAtMs: z.int().nullable(),
})
export type Batch = z.output<typeof batch>

const batchItem = z.object({
  number: z.int(),
  task: target.nullable(), // null: its record is no longer kept
  outcome: z.enum(['made', 'skipped', 'failed']).nullable(), // null: not yet
  made: target.nullable(),
  detail: z.string().nullable(), // a skipReason, or what was refused
})

export const repairsContract = {
  'repairs.planReplay': {
    description: 'What a replay of these tasks would make: nothing is changed. Run it with the same selection.',
    input: z.strictObject({ selection: repairSelection }),
    output: z.object({
      selection: repairSelection, // frozen: what comes later is not in it
      frozenAtMs: z.int(),
      totalCount: z.int(),
      newCount: z.int(), // exact up to 10,000 looked at; beyond it every other one is counted as new
      skipped,
      functions: z.array(z.object({ functionName: z.string(), count: z.int(), codeHash: z.string() })),
      /** They fire again. */
      destinations: z.array(
        z.object({ functionName: z.string(), cause: z.enum(['success', 'failure']), target: z.string() }),
      ),
    }),
    cli: { command: 'replay' },
  },
  'repairs.replay': {
    description: 'Queues a new task for each task of a selection, in slices, linked both ways. Goes on after a crash.',
    input: z.strictObject({
      selection: repairSelection,
      delaySeconds: z.int().min(0).max(MAX_DELAY_SECONDS).default(0),
    }),
    output: batch,
    cli: { command: 'replay' },
  },
  'repairs.planCompensation': {
    description: 'Which compensation functions would run with exactly what. Nothing is changed.',
    input: z.strictObject({ selection: repairSelection }),
    output: z.object({
      selection: repairSelection,
      frozenAtMs: z.int(),
      totalCount: z.int(),
      newCount: z.int(),
      skipped,
      plans: z.array(
        z.object({
          functionName: z.string(),
          compensation: z.string().nullable(), // null: none is named
          problem: z.string().nullable(), // why it cannot run
          count: z.int(),
        }),
      ),
      /** The first one: the failure context as it is sent, and the id of the new task, which is the idempotency key. */
      sample: z.object({ task: target, compensation: z.string(), payload: z.string(), taskId: z.string() }).nullable(),
    }),
    cli: { command: 'compensate' },
  },
  'repairs.compensate': {
    description: 'Runs the compensation function on each dead letter once: a second call makes no second run.',
    input: z.strictObject({ selection: repairSelection }),
    output: batch,
    cli: { command: 'compensate' },
  },
  'repairs.setCompensation': {
    description: "Names the function that compensates a function's failures; null: none. Kept over reloads of s.yaml.",
    input: z.strictObject({ functionName: z.string(), compensation: z.string().nullable() }),
    output: z.object({}),
    cli: { command: 'compensate' },
  },
  'batches.list': {
    description: 'Replays and compensations of selections, the latest first.',
    input: z.strictObject({ limit: z.int().min(1).max(100).default(50), cursor: z.string().optional() }),
    output: z.object({ batches: z.array(batch), nextCursor: z.string().nullable() }),
    cli: { command: 'replay' },
  },
  'batches.get': {
    description: 'One batch and what became of its tasks, in pages.',
    input: z.strictObject({
      batchId: z.int(),
      outcome: z.enum(['made', 'skipped', 'failed']).optional(),
      afterNumber: z.int().min(0).default(0),
      limit: z.int().min(1).max(500).default(100),
    }),
    output: z.object({
      batch,
      items: z.array(batchItem),
      nextNumber: z.int().nullable(), // `afterNumber` of the next page
      states: z.array(z.object({ state: z.string(), count: z.int() })), // of the new tasks, of the first 10,000
    }),
    cli: { command: 'replay' },
  },
  'batches.abort': {
    description: 'Makes no further tasks of a batch. Those that were made stay.',
    input: z.strictObject({ batchId: z.int() }),
    output: batch,
    cli: { command: 'replay' },
  },
} satisfies Contract
