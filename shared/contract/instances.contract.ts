import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import { instanceStates } from '../domain/instanceStates.ts'
import type { Contract } from './contract.ts'

const instanceId = z.string().min(1).max(128)
const instanceTarget = z.strictObject({ instanceId })

/** What an instance runs now. A synchronous call has no task id. */
const currentRun = z.object({
  taskId: z.string().nullable(),
  requestId: z.string(),
  attempt: z.int(),
  attemptLimit: z.int().nullable(), // null: a synchronous call
  startedAtMs: z.int(),
})

const instanceRow = z.object({
  instanceId: z.string(),
  functionName: z.string(),
  runtime: z.string(),
  interpreterVersion: z.string().nullable(),
  state: z.enum(instanceStates.states),
  pid: z.int().nullable(),
  codeHash: z.string(),
  createdAtMs: z.int(),
  endedAtMs: z.int().nullable(),
  coldStartMs: z.number().nullable(), // from the start of its process until it could take a task
  detail: z.string().nullable(), // why it drains or ended, or what the user should know of it
  servedCount: z.int(), // attempts that have ended in it
  timeoutMs: z.int(),
  runs: z.array(currentRun),
  idleSinceMs: z.int().nullable(),
  stopsAtMs: z.int().nullable(), // an idle one, unless a task or a terminal comes
  terminalCount: z.int(), // while there is one it is not ended for being idle
  heldUntilMs: z.int().nullable(), // ended after a failure, but its files can still be looked at
  memoryLimitBytes: z.int(),
  memoryBytes: z.int().nullable(), // of the process tree, at the last sample
  peakMemoryBytes: z.int().nullable(),
  cpuPercent: z.number().nullable(), // of one core, over the second before the last sample
  /** One value a second, the latest last; up to a minute. */
  recentCpuPercents: z.array(z.number()),
  recentMemoryBytes: z.array(z.int()),
})
export type InstanceRow = z.output<typeof instanceRow>

/** One entry a second, the oldest first; the arrays are equally long. */
const instanceSamples = z.object({
  atMs: z.array(z.int()),
  cpuPercents: z.array(z.number()),
  memoryBytes: z.array(z.int()),
})

export const instancesContract = {
  'instances.list': {
    description: 'The instances that live, and those that have ended, the latest first.',
    input: z.strictObject({
      functionName: functionName.optional(),
      endedLimit: z.int().min(0).max(200).default(50),
      cursor: z.string().optional(), // of the ended ones
    }),
    output: z.object({
      living: z.array(instanceRow), // by creation, the oldest first; also with a cursor
      ended: z.array(instanceRow),
      nextCursor: z.string().nullable(),
    }),
    cli: { command: 'instances' },
  },
  'instances.get': {
    description: 'One instance, living or ended, with what it used second by second.',
    input: instanceTarget,
    output: instanceRow.extend({ samples: instanceSamples }),
    cli: { command: 'instances' },
  },
  'instances.stop': {
    description: 'Ends an instance: after the tasks that it runs, or now, which they feel as an exit of their process.',
    input: z.strictObject({ instanceId, when: z.enum(['afterTasks', 'now']) }),
    output: z.object({}),
    cli: { command: 'instances' },
  },
  'instances.restart': {
    description: 'Starts another instance of the function and ends this one after the tasks that it runs.',
    input: instanceTarget,
    output: z.object({}),
    cli: { command: 'instances' },
  },
  'instances.prewarm': {
    description: 'Starts instances before there is a task for them; they end for being idle as any other.',
    input: z.strictObject({ functionName, count: z.int().min(1).max(100) }),
    output: z.object({
      startedCount: z.int(),
      refusal: z.string().nullable(), // why there are not more of them
    }),
    cli: { command: 'instances' },
  },
} satisfies Contract
