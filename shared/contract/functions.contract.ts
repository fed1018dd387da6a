import { z } from 'zod'
import { functionName } from '../domain/functionConfig.ts'
import { MAX_HOLD_MINUTES } from '../domain/limits.ts'
import { body } from './body.ts'
import type { Contract } from './contract.ts'
import { functionErrorType, taskRow } from './taskShapes.ts'

const interpreter = z.object({ path: z.string(), version: z.string(), notice: z.string().nullable() })

const functionSummary = z.object({
  functionName: z.string(),
  origin: z.enum(['project', 'api']),
  runtime: z.string(),
  handler: z.string(),
  codePath: z.string(),
  codeHash: z.string(),
  modifiedAtMs: z.int(), // of its configuration or code
  isTask: z.boolean(), // asynchronous calls are tasks that the FC API shows
  interpreter: interpreter.nullable(), // null: none; `problem` says why
  problem: z.string().nullable(),
})

/** Where a value comes from. */
const valueOrigin = z.enum(['file', 'override', 'api', 'default'])
const settingOf = <V extends z.ZodType>(value: V) =>
  z.object({ value, origin: valueOrigin, fileValue: value.nullable() }) // what the file says, when it is not that

/** `line` is that of s.yaml, where one is known. */
const functionNotice = z.object({ message: z.string(), level: z.enum(['error', 'notice']) })

export const functionsContract = {
  'functions.list': {
    description: 'Every function of the account, by name, with the interpreter that would run it.',
    input: z.strictObject({}),
    output: z.array(functionSummary),
    cli: { command: 'serve' },
  },
  'functions.get': {
    description: 'How a function is configured, what it may not do here, and where each value comes from.',
    input: z.strictObject({ functionName }),
    output: functionSummary.extend({
      description: z.string().nullable(),
      memoryMegabytes: z.int(),
      timeoutSeconds: z.int(),
      instanceConcurrency: z.int(),
      reservedConcurrency: z.int().nullable(),
      attemptLimit: z.int(),
      maxAgeSeconds: z.int(),
      environment: z.array(z.object({ name: z.string(), value: z.string(), isSecret: z.boolean() })), // a secret's value is ''
      overrides: z.array(z.string()), // parts that were changed live and differ from the file
      specFile: z.string().nullable(), // s.yaml
      holdMinutes: z.int(), // after a failed attempt its instance's files are kept this long; 0: not
      notices: z.array(functionNotice),
    }),
    cli: { none: 'scripts have GetFunction of the SDK' },
  },
  'functions.payloads': {
    description: 'Payloads of the latest tasks of a function, each only once, the newest first.',
    input: z.strictObject({ functionName, limit: z.int().min(1).max(50).default(10) }),
    output: z.object({ payloads: z.array(z.object({ task: taskRow, payload: body })) }),
    cli: { none: 'a convenience of the form that submits' },
  },
  'functions.samples': {
    description: 'Payload files that lie in the project: payloads/*.json beside s.yaml or in the code folder.',
    input: z.strictObject({ functionName }),
    output: z.object({ samples: z.array(z.object({ name: z.string(), text: z.string() })) }),
    cli: { none: 'a convenience of the form that submits' },
  },
  'functions.async': {
    description: 'What becomes of asynchronous calls of a function: each value, and where it comes from.',
    input: z.strictObject({ functionName }),
    output: z.object({
      functionName: z.string(),
      asyncTask: settingOf(z.boolean()),
      maxRetryAttempts: settingOf(z.int()),
      maxAgeSeconds: settingOf(z.int()),
      onSuccess: settingOf(z.string().nullable()), // an ARN or an address
      onFailure: settingOf(z.string().nullable()),
      compensation: settingOf(z.string().nullable()), // the name of its compensation function
      problems: z.array(z.object({ setting: z.string(), message: z.string() })), // of targets: what will not work, and why
      canWrite: z.boolean(), // to s.yaml
      specFile: z.string().nullable(),
      /** For the picker. */
      functionTargets: z.array(z.object({ functionName: z.string(), target: z.string() })),
      queueTargets: z.array(z.object({ queueName: z.string(), target: z.string() })),
    }),
    cli: { command: 'config' },
  },
  'functions.setAsync': {
    description: 'Changes what becomes of asynchronous calls, at once; kept over reloads of s.yaml.',
    input: z.strictObject({
      functionName,
      asyncTask: z.boolean().optional(),
      maxRetryAttempts: z.int().min(0).max(8).optional(),
      maxAgeSeconds: z.int().min(1).max(2_592_000).optional(),
      onSuccess: z.string().max(512).nullable().optional(), // null: none
      onFailure: z.string().max(512).nullable().optional(),
    }),
    output: z.object({}),
    cli: { command: 'config' },
  },
  'functions.revert': {
    description: 'Gives up what was changed here: the value of s.yaml holds again.',
    input: z.strictObject({
      functionName,
      part: z.enum(['asyncConfig', 'compensation', 'reservedConcurrency', 'config']),
    }),
    output: z.object({}),
    cli: { command: 'config' },
  },
  'functions.writeToFile': {
    description: 'Writes what was changed here into s.yaml, keeping its comments; it is no longer an override then.',
    input: z.strictObject({ functionName, part: z.enum(['asyncConfig', 'compensation']) }),
    output: z.object({ file: z.string() }),
    cli: { command: 'config' },
  },
  'functions.invoke': {
    description: 'Calls a function and waits for its result. An error of the function is a result, too.',
    input: z.strictObject({ functionName, payload: body }),
    output: z.object({
      requestId: z.string(),
      instanceId: z.string(),
      durationMs: z.number(),
      peakMemoryBytes: z.number(),
      errorType: functionErrorType.nullable(),
      body,
      logTail: z.string().nullable(), // the last 4 KiB that it wrote
    }),
    cli: { command: 'invoke' },
  },
  'functions.setHold': {
    description: 'For how many minutes the files of an instance are kept after an attempt failed in it; 0: not.',
    input: z.strictObject({ functionName, minutes: z.int().min(0).max(MAX_HOLD_MINUTES) }),
    output: z.object({}),
    cli: { command: 'hold' },
  },
} satisfies Contract
