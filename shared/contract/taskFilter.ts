import { z } from 'zod'
import { taskStates } from '../domain/taskStates.ts'

const name = z.string().min(1).max(64)

/** What a list of tasks is narrowed to; every part that is given must hold (UX.md section 3). */
export const taskFilter = z.strictObject({
  states: z.array(z.enum(taskStates.states)).optional(),
  functions: z.array(name).optional(), // names; with a * at the end, beginnings of names
  notFunctions: z.array(name).optional(),
  idPrefix: z.string().min(1).max(128).optional(),
  notIdPrefixes: z.array(z.string().min(1).max(128)).optional(),
  text: z.string().min(1).max(256).optional(), // begins the id, or is in the function's name or the error
  errorText: z.string().min(1).max(256).optional(),
  instanceId: z.string().min(1).max(128).optional(),
  groupId: z.int().optional(), // dead letters of this group of the inbox
  letters: z.enum(['open', 'resolved']).optional(), // dead letters that are
  minAttempts: z.int().min(0).optional(),
  maxAttempts: z.int().min(0).optional(),
  submittedFromMs: z.int().optional(), // inclusive
  submittedBeforeMs: z.int().optional(), // exclusive
})
export type TaskFilter = z.output<typeof taskFilter>
