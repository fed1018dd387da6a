import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from '../errors.ts'
import type { Contract } from './contract.ts'

const errorCode = z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]) // the table has entries
const wireError = z.object({ code: errorCode, message: z.string(), data: z.unknown().optional() })

const notice = z.object({
  level: z.enum(['error', 'notice', 'info']),
  code: z.string(),
  message: z.string(),
  source: z.string(), // the thread that it comes from
  atMs: z.int(),
})

export const hostContract = {
  'host.info': {
    description: 'What this host is, where it listens, which project it serves, and what the user should know.',
    input: z.strictObject({}),
    output: z.object({
      version: z.string(),
      pid: z.int(),
      startedAtMs: z.int(),
      workspaceDir: z.string(),
      durability: z.enum(['normal', 'full']),
      fcEndpoint: z.string(), // host:port
      region: z.string(),
      account: z.object({ name: z.string(), uid: z.string() }), // the one that the console acts for
      accessKeyId: z.string(),
      accessKeySecret: z.string(),
      project: z
        .object({ dir: z.string(), file: z.string().nullable(), name: z.string(), problems: z.array(wireError) })
        .nullable(),
      notices: z.array(notice),
    }),
    cli: { command: 'env' },
  },
} satisfies Contract
