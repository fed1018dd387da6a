/** How tasks and attempts look on the wire; the types are the domain's. */
import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import type { Attempt, FunctionErrorType, TaskSummary, TaskTransition } from '../domain/task.ts'
import { taskStates } from '../domain/taskStates.ts'

export const functionErrorType: z.ZodType<FunctionErrorType> = z.enum([
  'HandledInvocationError',
  'UnhandledInvocationError',
  'InitializationError',
])
export const state = z.enum(taskStates.states)
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

/** A task in a list. */
export const taskRow = taskSummary.extend({
  attemptLimit: z.int(), // executions that the function's configuration allows now, interrupted ones aside
  payloadHead: z.string().nullable(), // its first 512 characters; null: bytes that are no text
  payloadBytes: z.int(),
})
export type TaskRow = z.output<typeof taskRow>

export const attempt = z.object({
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

export const transition = z.object({ state, atMs: z.int(), detail: z.string() }) satisfies z.ZodType<TaskTransition>

/** Which task: ids are unique per function. */
export const target = z.strictObject({ functionName, taskId: z.string().min(1).max(128) })
