import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import type { Contract } from './contract.ts'
import { deliveryCause, deliveryKind, deliveryState } from './repairShapes.ts'
import { target } from './taskShapes.ts'

const delivery = z.object({
  deliveryId: z.int(),
  functionName: z.string(), // whose destination it is
  taskId: z.string().nullable(), // null: a test
  cause: deliveryCause,
  kind: deliveryKind,
  target: z.string(), // as it is configured: an ARN or an address
  targetName: z.string(), // for people: the name of the function or queue, or the address
  state: deliveryState,
  attemptCount: z.int(),
  createdAtMs: z.int(),
  dueAtMs: z.int().nullable(), // of the next attempt, while it is Pending
  endedAtMs: z.int().nullable(),
  statusCode: z.int().nullable(), // of the last HTTP answer
  detail: z.string().nullable(), // what went wrong last, or what is good to know
  made: target.nullable(), // the task that it made
  messageId: z.string().nullable(), // the message that it made
})
export type Delivery = z.output<typeof delivery>

export const deliveriesContract = {
  'deliveries.list': {
    description: 'What was or is to be delivered to destinations, the latest first, in pages.',
    input: z.strictObject({
      functions: z.array(functionName).optional(),
      states: z.array(deliveryState).optional(),
      kinds: z.array(deliveryKind).optional(),
      text: z.string().min(1).max(256).optional(), // in the target, the detail, or the beginning of the task's id
      task: target.optional(), // only of this task
      limit: z.int().min(1).max(500).default(100),
      cursor: z.string().optional(),
    }),
    /** Fewer than `limit` with a cursor: few matched so far; go on with it. */
    output: z.object({ deliveries: z.array(delivery), nextCursor: z.string().nullable() }),
    cli: { command: 'deliveries' },
  },
  'deliveries.get': {
    description: 'One delivery with exactly the body that is sent.',
    input: z.strictObject({ deliveryId: z.int() }),
    output: delivery.extend({ body: z.string() }),
    cli: { command: 'deliveries' },
  },
  'deliveries.totals': {
    description: 'How many deliveries wait, and how many have failed.',
    input: z.strictObject({}),
    output: z.object({ pendingCount: z.int(), failedCount: z.int() }),
    cli: { command: 'deliveries' },
  },
  'deliveries.retry': {
    description: 'Tries deliveries again that have failed, and those that wait for their next attempt, now.',
    input: z.strictObject({ deliveryIds: z.array(z.int()).min(1).max(10_000) }),
    output: z.object({ retriedCount: z.int() }),
    cli: { command: 'deliveries' },
  },
  'deliveries.test': {
    description:
      'Sends a made-up result of a function to one of its destinations, or to an address that is not set yet.',
    input: z.strictObject({
      functionName,
      cause: z.enum(['success', 'failure']),
      target: z.string().min(1).max(512).optional(), // instead of the one that is configured
    }),
    output: z.object({ deliveryId: z.int() }),
    cli: { command: 'deliveries' },
  },
} satisfies Contract
