import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import type { Contract } from './contract.ts'
import { functionErrorType } from './tasks.contract.ts'
import { wireBody } from './wireBody.ts'

const functionSummary = z.object({
  functionName: z.string(),
  origin: z.enum(['project', 'api']),
  runtime: z.string(),
  handler: z.string(),
  codePath: z.string(),
  isTask: z.boolean(), // asynchronous calls are tasks that the FC API shows
  interpreter: z.object({ path: z.string(), version: z.string(), notice: z.string().nullable() }).nullable(), // null: none; `problem` says why
  problem: z.string().nullable(),
})

export const functionsContract = {
  'functions.list': {
    description: 'Every function of the account, by name, with the interpreter that would run it.',
    input: z.strictObject({}),
    output: z.array(functionSummary),
    cli: { command: 'serve' },
  },
  'functions.invoke': {
    description: 'Calls a function and waits for its result. An error of the function is a result, too.',
    input: z.strictObject({ functionName, payload: wireBody }),
    output: z.object({
      requestId: z.string(),
      instanceId: z.string(),
      durationMs: z.number(),
      peakMemoryBytes: z.number(),
      errorType: functionErrorType.nullable(),
      body: wireBody,
      logTail: z.string().nullable(), // the last 4 KiB that it wrote
    }),
    cli: { command: 'invoke' },
  },
} satisfies Contract
