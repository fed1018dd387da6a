import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import { MAX_DELAY_SECONDS } from '../domain/limits.ts'
import { taskId } from '../domain/taskId.ts'
import { body } from './body.ts'
import type { Contract } from './contract.ts'
import { deliveryCause, deliveryKind, deliveryState, groupState, resolvedBy } from './repairShapes.ts'
import { taskFilter } from './taskFilter.ts'
import { attempt, state, target, taskRow, transition } from './taskShapes.ts'

/** A delivery of a task's result, in short. */
const taskDelivery = z.object({
  deliveryId: z.int(),
  cause: deliveryCause,
  kind: deliveryKind,
  target: z.string(),
  state: deliveryState,
  attemptCount: z.int(),
  detail: z.string().nullable(),
  made: target.nullable(), // the task that it made
  messageId: z.string().nullable(), // the message that it made
})

/** A dead letter of the inbox. */
const taskLetter = z.object({
  groupId: z.int(),
  groupState,
  resolvedAtMs: z.int().nullable(), // null: open
  resolvedBy: resolvedBy.nullable(),
  resolvedByTask: target.nullable(),
})

const receipt = z.object({ functionName, taskId: z.string(), requestId: z.string() })

export const tasksContract = {
  'tasks.submit': {
    description: 'Queues a task. It is durable when this returns; fails with task_exists if its id is taken.',
    input: z.strictObject({
      functionName,
      payload: body,
      taskId: taskId.optional(), // without one it is the request id
      delaySeconds: z.int().min(0).max(MAX_DELAY_SECONDS).default(0),
    }),
    output: receipt,
    cli: { command: 'invoke' },
  },
  'tasks.replay': {
    description: 'Queues a new task with the payload of an old one and links the two. The old one never changes.',
    input: z.strictObject({
      ...target.shape,
      newTaskId: taskId.optional(),
      payload: body.optional(), // edited; without: that of the old one
      delaySeconds: z.int().min(0).max(MAX_DELAY_SECONDS).default(0),
    }),
    output: receipt,
    cli: { command: 'replay' },
  },
  'tasks.stop': {
    description: 'Stops a task that has not ended. Returns once that is committed, before it has stopped.',
    input: target,
    output: z.object({}),
    cli: { none: 'scripts have StopAsyncTask of the SDK' },
  },
  'tasks.get': {
    description: 'One task with its payload, result, attempts, history and links.',
    input: target,
    output: taskRow.extend({
      payload: body,
      result: body.nullable(),
      attempts: z.array(attempt),
      events: z.array(transition),
      replayOf: target.nullable(),
      replays: z.array(target.extend({ state })), // oldest first, at most 20
      compensationOf: target.nullable(), // the dead letter that this task compensates
      compensations: z.array(target.extend({ state, endedAtMs: z.int().nullable() })), // oldest first, at most 20
      deliveryOf: target.extend({ deliveryId: z.int() }).nullable(), // whose result a destination made this task of
      deliveries: z.array(taskDelivery), // of its own result
      letter: taskLetter.nullable(), // null: it is no dead letter
      isImported: z.boolean(), // a failure of the cloud that was brought home
    }),
    cli: { command: 'invoke' },
  },
  'tasks.list': {
    description: 'Tasks in the order of their submission, the newest first unless told, in pages.',
    input: z.strictObject({
      filter: taskFilter.default({}),
      order: z.enum(['asc', 'desc']).default('desc'),
      limit: z.int().min(1).max(500).default(100),
      cursor: z.string().optional(),
    }),
    /** Fewer than `limit` with a cursor: few matched among those looked at so far; go on with the cursor. */
    output: z.object({
      tasks: z.array(taskRow),
      nextCursor: z.string().nullable(),
      searchedToMs: z.int().optional(), // of such a page: the submission of the last task that was looked at
    }),
    cli: { none: 'lists are for the window and for scripts, which have ListAsyncTasks of the SDK' },
  },
  'tasks.rows': {
    description: 'These tasks as they are now, in no order; those that are gone are left out.',
    input: z.strictObject({ seqs: z.array(z.int()).max(500), filter: taskFilter.default({}) }),
    output: z.object({ tasks: z.array(taskRow.extend({ matches: z.boolean() })) }), // still matches the filter
    cli: { none: 'keeps a list on a screen up to date' },
  },
  'tasks.count': {
    description: 'How many tasks match, counted in slices: call again with the cursor and add up.',
    input: z.strictObject({
      filter: taskFilter.default({}),
      afterSeq: z.int().optional(), // only tasks submitted after this one
      cursor: z.string().optional(),
      limit: z.int().min(1).max(10_000).default(10_000), // of this call
    }),
    output: z.object({ count: z.int(), nextCursor: z.string().nullable() }), // null: that was all
    cli: { none: 'a number beside a list on a screen' },
  },
  'tasks.totals': {
    description: 'Exact counts by function and state, from the counters.',
    input: z.strictObject({}),
    output: z.object({ totals: z.array(z.object({ functionName: z.string(), state, count: z.int() })) }),
    cli: { none: 'a summary for the window' },
  },
  'tasks.find': {
    description: 'Tasks of any function with exactly this id or request id.',
    input: z.strictObject({ id: z.string().min(1).max(128) }),
    output: z.object({ tasks: z.array(taskRow) }), // at most 20
    cli: { none: 'for an id pasted into the window' },
  },
  'tasks.log': {
    description: 'What the attempts of a task wrote, in order, in slices of at most 1 MiB.',
    input: z.strictObject({
      ...target.shape,
      attempt: z.int().min(1).optional(), // without: all of them
      afterChunk: z.int().min(0).default(0),
      limitBytes: z.int().min(1).max(1_048_576).default(262_144),
    }),
    output: z.object({
      chunks: z.array(
        z.object({
          id: z.int(), // of derived lines such as "FC Invoke Start": that of the chunk beside them
          attempt: z.int(),
          instanceId: z.string(),
          stream: z.enum(['stdout', 'stderr', 'system']), // system: what the engine says about the output
          atMs: z.int(),
          text: z.string(), // whole or part of lines; ends with a line break or goes on in the next chunk
        }),
      ),
      lastChunk: z.int(), // `afterChunk` of the next slice; output may still come
      hasMore: z.boolean(),
    }),
    cli: { none: 'the command comes with the log screens' },
  },
  'tasks.source': {
    description: "The line of the user's code that an attempt failed at, with the lines around it.",
    input: z.strictObject({ ...target.shape, attempt: z.int().min(1).optional() }), // without: the last one
    output: z.object({
      frame: z
        .object({
          file: z.string(), // relative to the code folder
          path: z.string(), // absolute
          line: z.int(),
          column: z.int(),
          caller: z.string().nullable(), // the function of the code that the frame is in
          lines: z.array(z.object({ number: z.int(), text: z.string() })), // empty: the file is gone
          isSameCode: z.boolean(), // false: the folder has changed since, so the lines may be others
        })
        .nullable(), // null: no stack, or none of its frames is the user's
    }),
    cli: { none: 'part of the error in the window' },
  },
} satisfies Contract
