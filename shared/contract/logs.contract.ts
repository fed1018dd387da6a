import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import type { Contract } from './contract.ts'

/** What the merged stream is narrowed to; every part that is given must hold. */
const logFilter = z.strictObject({
  functions: z.array(functionName).max(200).optional(),
  instanceId: z.string().min(1).max(128).optional(),
  fromMs: z.int().optional(), // inclusive
  beforeMs: z.int().optional(), // exclusive
})
export type LogFilter = z.output<typeof logFilter>

/** A piece of what one instance wrote, up to 64 KiB. It may begin and end within a line. */
const logChunk = z.object({
  id: z.int(), // grows in the order of storage, which is the order of the stream
  functionName: z.string(),
  instanceId: z.string(),
  taskId: z.string().nullable(), // null: no task was running
  attempt: z.int().nullable(),
  stream: z.enum(['stdout', 'stderr', 'system']), // system: what Taskyard says itself, such as what was lost
  atMs: z.int(), // when its first line was written
  text: z.string(),
})
export type LogChunk = z.output<typeof logChunk>

/** A place of a match: characters `column` to `column + length` of line `line` of chunk `chunk`, all from 0. */
const logHit = z.object({ chunk: z.int(), line: z.int(), column: z.int(), length: z.int() })
export type LogHit = z.output<typeof logHit>

export const logsContract = {
  'logs.read': {
    description: 'What functions wrote, all of them merged, in slices forwards or backwards.',
    input: z.strictObject({
      filter: logFilter.default({}),
      direction: z.enum(['forward', 'backward']),
      fromChunk: z.int().min(0).optional(), // exclusive; without it from the beginning, or backwards from the end
      limitBytes: z.int().min(1).max(1_048_576).default(262_144),
    }),
    output: z.object({
      chunks: z.array(logChunk), // always in the order of the stream
      firstChunk: z.int(), // `fromChunk` of the slice before: also after a slice in which nothing fitted
      lastChunk: z.int(), // `fromChunk` of the slice after
      hasMore: z.boolean(), // in the direction that was asked for
      damage: z.object({ asidePath: z.string(), atMs: z.int() }).nullable(), // older output is in that file
    }),
    cli: { command: 'logs' },
  },
  'logs.search': {
    description: 'Where a text or a regular expression occurs, in slices that never hold up what is being stored.',
    input: z.strictObject({
      filter: logFilter.default({}),
      text: z.string().min(1).max(1_000),
      isRegex: z.boolean().default(false),
      isCaseSensitive: z.boolean().default(false),
      direction: z.enum(['forward', 'backward']).default('backward'),
      fromChunk: z.int().min(0).optional(), // exclusive
      limit: z.int().min(1).max(10_000).default(1_000), // hits
    }),
    output: z.object({
      hits: z.array(logHit), // in the order of the search
      nextChunk: z.int().nullable(), // `fromChunk` to go on with; null: everything was searched
      searchedLines: z.int(), // in this slice
    }),
    cli: { command: 'logs' },
  },
  'logs.volume': {
    description: 'How many lines were written over a time, in equal parts of it.',
    input: z.strictObject({
      filter: logFilter.omit({ fromMs: true, beforeMs: true }).default({}),
      fromMs: z.int(),
      beforeMs: z.int(),
      parts: z.int().min(1).max(500).default(100),
    }),
    output: z.object({ lines: z.array(z.int()), errorLines: z.array(z.int()) }), // errorLines: of stderr
    cli: { none: 'a picture in the window' },
  },
} satisfies Contract
