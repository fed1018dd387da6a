import { z } from 'zod'
import type { Contract } from './contract.ts'

const MAX_WRITE_BYTES = 65_536
const bytes = z.instanceof(Uint8Array)
const columns = z.int().min(1).max(1_000)
const rows = z.int().min(1).max(1_000)
const terminalId = z.string().min(1).max(64)

/** A login into an instance. It belongs to the host, not to a window: any window may read and write it. */
const terminal = z.object({
  terminalId: z.string(),
  instanceId: z.string(),
  functionName: z.string(),
  command: z.array(z.string()), // what runs in it; a shell when nothing was asked for
  openedAtMs: z.int(),
  columns: z.int(),
  rows: z.int(),
  state: z.enum(['open', 'ended']),
  exitCode: z.int().nullable(), // of the command, once it has ended by itself
  endReason: z.string().nullable(), // a sentence, once it has ended
  /** `namespaces`: inside the instance's own. `environment`: this system has none, so only its folder and environment. */
  place: z.enum(['namespaces', 'environment']),
  isHeld: z.boolean(), // in what is left of an instance after a failure
})
export type Terminal = z.output<typeof terminal>

export const terminalsContract = {
  'terminals.open': {
    description: 'Logs in to an instance: a shell, or a command, in its namespaces, folder and environment.',
    input: z.strictObject({
      instanceId: z.string().min(1).max(128),
      columns,
      rows,
      command: z.array(z.string()).max(100).optional(),
      /** False, for scripts: between pipes, so that bytes go through as they are, and not listed. */
      isTerminal: z.boolean().default(true),
    }),
    output: terminal,
    cli: { command: 'exec' },
  },
  'terminals.list': {
    description: 'The terminals that are open, and those that ended and were not closed, in the order of opening.',
    input: z.strictObject({}),
    output: z.object({ terminals: z.array(terminal) }),
    cli: { none: 'a shell has its own list of what it runs' },
  },
  'terminals.read': {
    description:
      'What was written after a byte, as soon as there is something. Asking for what follows acknowledges what came before: a terminal whose output nobody takes is not read on.',
    input: z.strictObject({
      terminalId,
      afterByte: z.int().min(0), // 0: from the oldest that is kept
      limitBytes: z.int().min(1).max(1_048_576).default(65_536),
    }),
    output: z.object({
      bytes, // empty: nothing came for a while, or it has ended
      firstByte: z.int(), // above `afterByte` when what was between is no longer kept
      nextByte: z.int(), // `afterByte` of the next read
      /** Between pipes: which of the bytes were written to stderr. Absent: none, as always in a terminal. */
      errors: z.array(z.object({ fromByte: z.int(), beforeByte: z.int() })).optional(),
      terminal,
    }),
    cli: { command: 'exec' },
  },
  'terminals.write': {
    description: 'Types into a terminal.',
    input: z.strictObject({
      terminalId,
      bytes: bytes.refine(({ length }) => length <= MAX_WRITE_BYTES, `at most ${MAX_WRITE_BYTES} bytes at once`),
      isEnd: z.boolean().default(false), // nothing more comes: the end of the input
    }),
    output: z.object({}),
    cli: { command: 'exec' },
  },
  'terminals.resize': {
    description: 'Tells a terminal how large its window is. With several windows the last one to say so decides.',
    input: z.strictObject({ terminalId, columns, rows }),
    output: z.object({}),
    cli: { command: 'exec' },
  },
  'terminals.close': {
    description: 'Ends what runs in a terminal and forgets it.',
    input: z.strictObject({ terminalId }),
    output: z.object({}),
    cli: { command: 'exec' },
  },
} satisfies Contract
