/**
 * The FC API on a real port over the real store and reader, and the official SDK pointed at it. Handlers
 * are plain functions in this process instead of instances: a stand-in for the scheduler runs them.
 */
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { onTestFinished } from 'vitest'
import { createFcApi, type FcApiDeps } from '../../electron/api/fcApi.ts'
import { systemClock } from '../../electron/base/clock.ts'
import type { AttemptEnd, Invocation, StoreToScheduler } from '../../electron/engine/messages.ts'
import { createTaskQueries } from '../../electron/engine/tasks/taskQueries.ts'
import { TaskStore } from '../../electron/engine/tasks/taskStore.ts'
import { createCodeStore } from '../../electron/project/codeStore.ts'
import { openTaskDatabase, openTaskDatabaseReadOnly } from '../../electron/storage/taskDatabase.ts'
import { AppError } from '../../shared/errors.ts'
import { type Fc, fcModels, sdkClient } from './sdkClient.ts'
import { temporaryDir } from './temporaryDir.ts'

/** A string ends the attempt well, an AttemptEnd's part ends it so, a promise whenever it settles. */
export type Handler = (call: Invocation) => HandlerEnd | Promise<HandlerEnd>
type HandlerEnd =
  | string
  | Uint8Array
  | { errorType: 'HandledInvocationError' | 'UnhandledInvocationError'; errorBody: string }

export type TestFcApi = Awaited<ReturnType<typeof startTestFcApi>>

export async function startTestFcApi(
  options: { handlers?: Record<string, Handler>; trustAnyKey?: boolean; deps?: Partial<FcApiDeps> } = {},
) {
  const workspaceDir = temporaryDir()
  const db = openTaskDatabase(workspaceDir, 'normal')
  const readDb = openTaskDatabaseReadOnly(workspaceDir)
  const whileOpen = (run: () => void) => () => {
    if (db.open) run()
  }
  const store = new TaskStore({
    db,
    clock: systemClock,
    options: {
      workspaceDir,
      region: 'cn-hangzhou',
      machineConcurrency: 100,
      schedulingWindow: 800,
      minFreeDiskBytes: 0,
      addAccessKeys: [],
    },
    explain: (error) => error,
    defer: (run) => void setImmediate(whileOpen(run)),
    later: (run, delayMs) => void setTimeout(whileOpen(run), delayMs),
  })
  runHandlers(store, options.handlers ?? {})
  const queries = createTaskQueries(readDb)
  const logged: unknown[] = []
  const app = await createFcApi({
    commands: store.commands,
    queries,
    codeStore: createCodeStore(join(workspaceDir, 'code')),
    openSession: () => Promise.reject(new AppError('instance_not_found', 'there are no instances here')),
    region: 'cn-hangzhou',
    trustAnyKey: options.trustAnyKey ?? false,
    clock: systemClock,
    logger: { error: (facts) => void logged.push(facts) },
    ...options.deps,
  })
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await app.close()
    store.close()
    readDb.close()
    db.close()
  })
  const port = Number(new URL(address).port)
  const [key] = await queries.accessKeys()
  if (key === undefined) throw new Error('the store made no access key')
  return {
    workspaceDir,
    store,
    queries,
    logged,
    close: () => app.close(),
    key,
    port,
    endpoint: `127.0.0.1:${port}`,
    fc: sdkClient(`127.0.0.1:${port}`, key),
    /** A second account with a key of its own. */
    async allow(other: { id: string; secret: string; accountName: string }): Promise<Fc> {
      await store.commands.allowAccessKey(other)
      return sdkClient(`127.0.0.1:${port}`, other)
    },
    async createFunction(functionName: string, async: { asyncTask?: boolean; maxAsyncRetryAttempts?: number } = {}) {
      const fc = sdkClient(`127.0.0.1:${port}`, key)
      await fc.createFunction(createRequest(functionName))
      const body = new fcModels.PutAsyncInvokeConfigInput({ asyncTask: true, maxAsyncRetryAttempts: 0, ...async })
      await fc.putAsyncInvokeConfig(functionName, new fcModels.PutAsyncInvokeConfigRequest({ body }))
    },
  }
}

export const zipOf = (files: Zippable): string => Buffer.from(zipSync(files)).toString('base64')
const HANDLER_ZIP = zipOf({ 'index.js': strToU8('exports.handler = async (event) => event') })

export const createRequest = (functionName: string, fields: Record<string, unknown> = {}) =>
  new fcModels.CreateFunctionRequest({
    body: new fcModels.CreateFunctionInput({
      functionName,
      runtime: 'nodejs20',
      handler: 'index.handler',
      code: new fcModels.InputCodeLocation({ zipFile: HANDLER_ZIP }),
      ...fields,
    }),
  })

/** The class of runtime options is in a package of the SDK's own; it reads them as a plain object. */
const noOptions = {} as Parameters<Fc['invokeFunctionWithOptions']>[3]

/** Invokes through the SDK; the body is read whole. */
export async function invoke(
  fc: Fc,
  functionName: string,
  call: { payload?: string | Buffer; headers?: Record<string, string>; qualifier?: string } = {},
) {
  const { payload = '{}', headers = {}, qualifier } = call
  const request = new fcModels.InvokeFunctionRequest({
    body: Readable.from([Buffer.from(payload)]),
    ...(qualifier === undefined ? {} : { qualifier }),
  })
  const invokeHeaders = new fcModels.InvokeFunctionHeaders({ commonHeaders: headers })
  const response = await fc.invokeFunctionWithOptions(functionName, request, invokeHeaders, noOptions)
  const chunks: Buffer[] = []
  for await (const chunk of response.body ?? []) chunks.push(chunk)
  return { statusCode: response.statusCode, headers: response.headers ?? {}, body: Buffer.concat(chunks) }
}

export const submit = (fc: Fc, functionName: string, headers: Record<string, string> = {}, payload = '{}') =>
  invoke(fc, functionName, { payload, headers: { 'x-fc-invocation-type': 'Async', ...headers } })

function runHandlers(store: TaskStore, handlers: Record<string, Handler>): void {
  const names = new Map<number, string>()
  let lease = 0
  const report = (part: { started?: number; ended?: { key: number; end: AttemptEnd } }) =>
    store.report(lease, {
      kind: 'report',
      started: part.started ? [{ key: part.started, startedAtMs: Date.now(), instanceId: 'c-test' }] : [],
      ended: part.ended ? [part.ended] : [],
      instances: [],
      depths: [],
    })
  const receive = (message: StoreToScheduler) => {
    if (message.kind === 'functions') for (const spec of message.specs) names.set(spec.functionId, spec.functionName)
    if (message.kind === 'grants') for (const call of message.invocations) void run(call)
    if (message.kind === 'stop') {
      for (const key of message.keys) report({ ended: { key, end: { outcome: 'stopped', facts: null } } })
    }
  }
  lease = store.connectScheduler(receive)

  async function run(call: Invocation): Promise<void> {
    const startedAtMs = Date.now()
    if (call.key > 0) report({ started: call.key })
    const end = await (handlers[names.get(call.functionId) ?? ''] ?? echo)(call)
    const facts = {
      startedAtMs,
      endedAtMs: Date.now(),
      durationMs: 1.5,
      instanceId: 'c-test',
      peakMemoryBytes: 32 * 2 ** 20,
      logTail: call.wantsLogTail ? 'the last lines' : null,
    }
    const isError = typeof end === 'object' && 'errorType' in end
    report({
      ended: {
        key: call.key,
        end: isError ? { ...facts, outcome: 'failed', ...end } : { ...facts, outcome: 'succeeded', result: end },
      },
    })
  }
}

const echo: Handler = ({ payload }) => payload
