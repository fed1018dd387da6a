import { z } from 'zod'
import type { Contract } from './contract.ts'

export const queueName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9-]{0,119}$/,
    'a queue name has 1 to 120 letters, digits or "-", and does not start with "-"',
  )

const MAX_VISIBILITY_SECONDS = 43_200

const messageQueue = z.object({
  queueName,
  visibleCount: z.int(),
  hiddenCount: z.int(), // received and not yet deleted, or sent with a delay
  oldestSentAtMs: z.int().nullable(),
  visibilitySeconds: z.int(), // for how long a received message is hidden
  createdAtMs: z.int(),
})
export type MessageQueue = z.output<typeof messageQueue>

const message = z.object({
  messageId: z.string(),
  body: z.string(),
  bodyMd5: z.string(), // upper-case hex
  sentAtMs: z.int(),
  visibleAtMs: z.int(), // in the future: hidden until then
  firstReceivedAtMs: z.int().nullable(),
  receiveCount: z.int(),
  deliveryId: z.int().nullable(), // what sent it, if a destination did
})
export type Message = z.output<typeof message>

export const messagesContract = {
  'messages.queues': {
    description: 'The local message queues, which stand for SMQ (MNS) queues here, by name.',
    input: z.strictObject({}),
    output: z.object({ queues: z.array(messageQueue) }),
    cli: { command: 'messages' },
  },
  'messages.createQueue': {
    description: 'Makes a queue, or changes how long its received messages are hidden.',
    input: z.strictObject({
      queueName,
      visibilitySeconds: z.int().min(1).max(MAX_VISIBILITY_SECONDS).default(30),
    }),
    output: messageQueue,
    cli: { command: 'messages' },
  },
  'messages.deleteQueue': {
    description: 'Deletes a queue with its messages.',
    input: z.strictObject({ queueName }),
    output: z.object({ deletedCount: z.int() }),
    cli: { command: 'messages' },
  },
  'messages.send': {
    description: 'Sends a message. It is durable when this returns.',
    input: z.strictObject({
      queueName,
      body: z.string().min(1), // up to 64 KB of UTF-8, else payload_too_large
      delaySeconds: z.int().min(0).max(604_800).default(0),
    }),
    output: z.object({ messageId: z.string(), bodyMd5: z.string() }),
    cli: { command: 'messages' },
  },
  'messages.receive': {
    description: 'Takes messages, the oldest first, and hides them for a time; delete each with its receipt handle.',
    input: z.strictObject({
      queueName,
      limit: z.int().min(1).max(16).default(1),
      visibilitySeconds: z.int().min(1).max(MAX_VISIBILITY_SECONDS).optional(), // else the queue's
    }),
    output: z.object({ messages: z.array(message.extend({ receiptHandle: z.string() })) }),
    cli: { command: 'messages' },
  },
  'messages.peek': {
    description:
      'Looks at messages without taking them, the oldest first, in pages; hidden ones, too, when asked. A page that has fewer than the limit and a cursor is no end: go on with the cursor.',
    input: z.strictObject({
      queueName,
      includeHidden: z.boolean().default(false),
      text: z.string().min(1).max(256).optional(), // in the body, or all of a message's id
      limit: z.int().min(1).max(200).default(50),
      cursor: z.string().optional(),
    }),
    output: z.object({ messages: z.array(message), nextCursor: z.string().nullable() }),
    cli: { command: 'messages' },
  },
  'messages.delete': {
    description: 'Deletes a message by the receipt handle of its last receive, or by its id.',
    input: z.union([
      z.strictObject({ queueName, receiptHandle: z.string().min(1).max(256) }),
      z.strictObject({ queueName, messageId: z.string().min(1).max(128) }),
    ]),
    output: z.object({}),
    cli: { command: 'messages' },
  },
  'messages.purge': {
    description: 'Deletes all messages of a queue.',
    input: z.strictObject({ queueName }),
    output: z.object({ deletedCount: z.int() }),
    cli: { command: 'messages' },
  },
} satisfies Contract
