import { z } from 'zod'
import type { Contract } from './contract.ts'
import { state, target } from './taskShapes.ts'

const side = z.strictObject({ ...target.shape, attempt: z.int().min(1).optional() }) // without: the last one

const fileChange = z.object({
  path: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
  /** Null: not kept, because it is no text, too long, or there to hold secrets. */
  left: z.string().nullable(),
  right: z.string().nullable(),
})

const comparedSide = z.object({
  functionName: z.string(),
  taskId: z.string(),
  state,
  attempt: z.int().nullable(), // null: it never ran
  attemptCount: z.int(),
  instanceId: z.string().nullable(),
  outcome: z.string().nullable(),
  startedAtMs: z.int().nullable(),
  durationMs: z.number().nullable(),
  peakMemoryBytes: z.number().nullable(),
  codeHash: z.string().nullable(),
  interpreterVersion: z.string().nullable(),
  payload: z.string(), // indented when it is JSON; what is no text is shown as hex
  result: z.string().nullable(), // or its error
  log: z.string(), // with times, ids and addresses taken out; at most 256 KiB
  isLogCut: z.boolean(),
  logProblem: z.string().nullable(), // why the log is not shown
})

/** What differs; at most three names of the `count` places, none where they have no names. */
const difference = z.object({
  kind: z.enum(['function', 'payload', 'code', 'environment', 'configuration', 'interpreter']),
  names: z.array(z.string()),
  count: z.int(),
})

export const comparisonsContract = {
  'comparisons.get': {
    description: 'Two attempts, of one task or of two, side by side, and one sentence that says what differs.',
    input: z.strictObject({ left: side, right: side }),
    output: z.object({
      headline: z.string(),
      /** What the headline is made of: what most likely explains the outcome comes first. */
      reason: z.object({
        differences: z.array(difference),
        hasSameOutcome: z.boolean(),
        neverRan: z.array(z.enum(['left', 'right'])),
        isEnvironmentKnown: z.boolean(),
      }),
      left: comparedSide,
      right: comparedSide,
      isSamePayload: z.boolean(),
      isSameLog: z.boolean(), // apart from times, ids and addresses
      /** Null: of one of the versions no files were kept. */
      files: z.array(fileChange).nullable(),
      /** Only what differs; the values of secrets are masked. Null: the configuration of one is not known. */
      environment: z
        .array(
          z.object({
            name: z.string(),
            left: z.string().nullable(),
            right: z.string().nullable(),
            isSecret: z.boolean(),
          }),
        )
        .nullable(),
      configuration: z
        .array(z.object({ name: z.string(), left: z.string().nullable(), right: z.string().nullable() }))
        .nullable(),
    }),
    cli: { command: 'compare' },
  },
} satisfies Contract
