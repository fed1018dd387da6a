import { z } from 'zod'
import type { Contract } from './contract.ts'
import { codeHash, groupState, ignoredUntil } from './repairShapes.ts'
import { target } from './taskShapes.ts'

const groupIds = z.array(z.int()).min(1).max(1_000)

/** Dead letters that failed alike. */
const deadGroup = z.object({
  groupId: z.int(),
  errorClass: z.string().nullable(), // of the thrown error; null: it never ran
  message: z.string(), // with numbers, ids and times taken out
  frame: z.string().nullable(), // "index.js charge": the top frame of the user's code
  state: groupState,
  stateAtMs: z.int(),
  ignoredUntil: ignoredUntil.nullable(),
  functions: z.array(z.string()),
  openCount: z.int(),
  totalCount: z.int(),
  firstSeenMs: z.int(),
  lastSeenMs: z.int(),
  /** How many came in each step, the oldest first; the last step is not over. */
  history: z.array(z.int()),
  historyStepMs: z.int(),
})
export type DeadGroup = z.output<typeof deadGroup>

/** What members have in common, looked for among the latest 200. */
const sharedFact = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('code'), functionName: z.string(), codeHash, isCurrent: z.boolean() }), // all ran this
  z.object({ kind: z.literal('instance'), instanceId: z.string() }),
  z.object({ kind: z.literal('field'), path: z.string(), value: z.string() }), // of the JSON payload
  z.object({ kind: z.literal('run'), fromMs: z.number(), toMs: z.number() }), // how long their last attempts ran
  z.object({ kind: z.literal('attempts'), count: z.int() }),
])
export type SharedFact = z.output<typeof sharedFact>

export const inboxTotals = z.object({
  openGroups: z.int(), // New, Acknowledged, Regressed
  unreadGroups: z.int(), // New, Regressed
  ignoredGroups: z.int(),
  resolvedGroups: z.int(),
  openLetters: z.int(), // of groups that are not ignored
})

export const inboxContract = {
  'inbox.groups': {
    description: 'Groups of dead letters that failed alike, the one that was met last first, in pages.',
    input: z.strictObject({
      show: z.enum(['open', 'ignored', 'resolved', 'all']).default('open'),
      text: z.string().min(1).max(256).optional(), // in class, message, frame or the name of a function
      limit: z.int().min(1).max(500).default(100),
      cursor: z.string().optional(),
    }),
    output: z.object({ groups: z.array(deadGroup), nextCursor: z.string().nullable(), totals: inboxTotals }),
    cli: { command: 'inbox' },
  },
  'inbox.totals': {
    description: 'How many groups and dead letters there are, for a badge.',
    input: z.strictObject({}),
    output: inboxTotals,
    cli: { command: 'inbox' },
  },
  'inbox.group': {
    description: 'One group with the code versions that it met and what its members share.',
    input: z.strictObject({ groupId: z.int() }),
    output: deadGroup.extend({
      versions: z.array(
        z.object({
          functionName: z.string(),
          codeHash: codeHash.nullable(), // null: no code ran
          isCurrent: z.boolean(),
          count: z.int(),
          firstSeenMs: z.int(),
          lastSeenMs: z.int(),
        }),
      ), // the latest first
      shared: z.array(sharedFact),
      lookedAtCount: z.int(), // members that `shared` is about
      sample: target.nullable(), // the latest member
      lastSuccess: target.nullable(), // the latest task of the same function that succeeded
    }),
    cli: { none: 'part of a screen; `taskyard inbox --json` has the groups' },
  },
  'inbox.setState': {
    description: 'Acknowledges groups, makes them New again, or resolves them with all their open letters.',
    input: z.strictObject({ groupIds, state: z.enum(['New', 'Acknowledged', 'Resolved']) }),
    output: z.object({ changedCount: z.int() }),
    cli: { command: 'inbox' },
  },
  'inbox.ignore': {
    description: 'Ignores groups until a time, until so many more came, or until code of theirs changes; or for good.',
    input: z.strictObject({
      groupIds,
      untilMs: z.int().optional(),
      moreCount: z.int().min(1).optional(),
      untilCodeChanges: z.boolean().default(false),
    }),
    output: z.object({ changedCount: z.int() }),
    cli: { command: 'inbox' },
  },
  'inbox.resolveLetters': {
    description: 'Resolves single dead letters by hand.',
    input: z.strictObject({ seqs: z.array(z.int()).min(1).max(10_000) }),
    output: z.object({ changedCount: z.int() }),
    cli: { none: 'a selection on a screen; groups are resolved by `taskyard inbox`' },
  },
  'inbox.import': {
    description: 'Makes a dead letter here of the body that a failure destination got in the cloud.',
    input: z.strictObject({ body: z.string().min(1).max(2_000_000), functionName: z.string().optional() }),
    /** `isNew` false: it was brought home before. */
    output: z.object({ functionName: z.string(), taskId: z.string(), groupId: z.int(), isNew: z.boolean() }),
    cli: { command: 'inbox' },
  },
  'inbox.cloudCommand': {
    description: 'The command that replays a task in the cloud, for a failure that was brought home or any other.',
    input: target,
    output: z.object({ command: z.string(), payloadFile: z.string().nullable() }), // the file that the command reads, if any
    cli: { command: 'inbox' },
  },
} satisfies Contract
