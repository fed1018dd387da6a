import { z } from 'zod'
import { OPERATIONS } from '../domain/operations.ts'
import type { Contract } from './contract.ts'

const operation = z.object({
  operationId: z.int(),
  atMs: z.int(),
  action: z.enum(OPERATIONS),
  target: z.string(), // what it was done to, as a person reads it
  count: z.int(), // tasks, letters, messages ... that it was done to
  detail: z.record(z.string(), z.unknown()).nullable(), // facts of the action, such as { from, to } or { batchId }
})
export type Operation = z.output<typeof operation>

export const operationsContract = {
  'operations.list': {
    description: 'Every action that changed something here, but the submits of tasks; the latest first, in pages.',
    input: z.strictObject({
      actions: z.array(z.enum(OPERATIONS)).optional(),
      text: z.string().min(1).max(256).optional(), // in the target
      fromMs: z.int().optional(),
      beforeMs: z.int().optional(),
      limit: z.int().min(1).max(500).default(100),
      cursor: z.string().optional(),
    }),
    output: z.object({ operations: z.array(operation), nextCursor: z.string().nullable() }),
    cli: { command: 'operations' },
  },
} satisfies Contract
