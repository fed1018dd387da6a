import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import { MAX_DELAY_SECONDS } from '../domain/limits.ts'
import type { Attempt, FunctionErrorType, TaskSummary, TaskTransition } from '../domain/task.ts'
import { taskId } from '../domain/taskId.ts'
import { taskStates } from '../domain/taskStates.ts'
import type { Contract } from './contract.ts'
import { wireBody } from './wireBody.ts'

export const functionErrorType: z.ZodType<FunctionErrorType> = z.enum([
  'HandledInvocationError',
  'UnhandledInvocationError',
  'InitializationError',
])
const state = z.enum(taskStates.states)
const maybeInstant = z.int().nullable()

const taskSummary = z.object({
  seq: z.int(),
  functionId: z.int(),
  functionName: z.string(),
  taskId: z.string(),
  requestId: z.string(),
  state,
  isTask: z.boolean(),
  submittedAtMs: z.int(),
  dueAtMs: z.int(),
  startedAtMs: maybeInstant,
  endedAtMs: maybeInstant,
  attemptCount: z.int(),
  retryCount: z.int(),
  instanceId: z.string().nullable(),
  errorType: functionErrorType.nullable(),
  errorBody: z.string().nullable(),
  reason: z.string().nullable(),
}) satisfies z.ZodType<TaskSummary>

const attempt = z.object({
  number: z.int(),
  outcome: z.enum(['Succeeded', 'Failed', 'Stopped', 'Interrupted']).nullable(),
  dequeuedAtMs: maybeInstant,
  startedAtMs: maybeInstant,
  endedAtMs: maybeInstant,
  instanceId: z.string().nullable(),
  codeHash: z.string().nullable(),
  interpreterVersion: z.string().nullable(),
  peakMemoryBytes: z.number().nullable(),
  errorType: functionErrorType.nullable(),
  errorBody: z.string().nullable(),
}) satisfies z.ZodType<Attempt>

const transition = z.object({ state, atMs: z.int(), detail: z.string() }) satisfies z.ZodType<TaskTransition>

const target = z.strictObject({ functionName, taskId: z.string().min(1).max(128) })

export const tasksContract = {
  'tasks.submit': {
    description: 'Queues a task. It is durable when this returns; fails with task_exists if its id is taken.',
    input: z.strictObject({
      functionName,
      payload: wireBody,
      taskId: taskId.optional(), // without one it is the request id
      delaySeconds: z.int().min(0).max(MAX_DELAY_SECONDS).default(0),
    }),
    output: z.object({ taskId: z.string(), requestId: z.string() }),
    cli: { command: 'invoke' },
  },
  'tasks.get': {
    description: 'One task with its payload, result, attempts and history.',
    input: target,
    output: taskSummary.extend({
      payload: wireBody,
      result: wireBody.nullable(),
      attempts: z.array(attempt),
      events: z.array(transition),
    }),
    cli: { command: 'invoke' },
  },
  'tasks.list': {
    description: 'Tasks in the order of their submission, the newest first, in pages.',
    input: z.strictObject({
      functionName: functionName.optional(),
      states: z.array(state).min(1).optional(),
      idPrefix: z.string().max(128).optional(),
      order: z.enum(['asc', 'desc']).default('desc'),
      limit: z.int().min(1).max(500).default(100),
      cursor: z.string().optional(),
    }),
    output: z.object({ tasks: z.array(taskSummary), nextCursor: z.string().nullable() }),
    cli: { none: 'lists are for the window and for scripts, which have ListAsyncTasks of the SDK' },
  },
  'tasks.stop': {
    description: 'Stops a task that has not ended. Returns once that is committed, before it has stopped.',
    input: target,
    output: z.object({}),
    cli: { none: 'scripts have StopAsyncTask of the SDK' },
  },
} satisfies Contract
