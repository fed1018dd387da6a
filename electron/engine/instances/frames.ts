/**
 * What the host and an instance say to each other over file descriptor 3: one JSON object a line
 * (PERF.md section 2, item 6). The other side is electron/runtimes/node/channel.cjs.
 */
import type { Body } from '../../../shared/domain/body.ts'
import type { FunctionErrorType } from '../../../shared/domain/task.ts'
import type { Invocation } from '../messages.ts'

export type InitFrame = {
  t: 'init'
  token: string // marks in the output streams (outputTap.ts)
  codePath: string // as the instance sees it
  handler: string
  initializer: string | null
  preStop: string | null
  concurrency: number
  isPromised: boolean // what a handler returns counts (nodejs18 and later)
  maxSyncBytes: number
  maxAsyncBytes: number
  context: {
    region: string
    accountId: string
    credentials: { accessKeyId: string; accessKeySecret: string; securityToken: string }
    function: { name: string; handler: string; memory: number; timeout: number }
    service: { logProject: string; logStore: string; qualifier: string; versionId: string }
  }
}
export type HostFrame = InitFrame | { t: 'recall'; ids: number[] | null } | { t: 'stop' }

/** `streams`: bits of the streams it printed to (1 stdout, 2 stderr), which an end mark will close. */
export type ResultFrame = { kind: 'result'; id: number; runMs: number; streams: number } & (
  | { isOk: true; result: Body }
  | { isOk: false; errorType: FunctionErrorType; errorBody: string }
)
export type InstanceFrame =
  | ResultFrame
  | { kind: 'hello' | 'loading' | 'initializing' | 'prepared' | 'retire' | 'stopped' }
  | { kind: 'memory'; bytes: number }
  | { kind: 'back'; ids: number[] }

export const encodeFrame = (frame: HostFrame): string => `${JSON.stringify(frame)}\n`

/** Written by hand: it is on the path of every task. */
export function encodeInvocation(id: number, invocation: Invocation): string {
  const { key, requestId, retryCount, payload, wantsLogTail } = invocation
  const body =
    typeof payload === 'string'
      ? `"p":${JSON.stringify(payload)}`
      : `"b":"${Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString('base64')}"`
  const sync = key < 0 ? '"s":1,' : ''
  const tail = wantsLogTail ? '"l":1,' : ''
  return `{"i":${id},"q":${JSON.stringify(requestId)},"n":${retryCount},${sync}${tail}${body}}\n`
}

const ERROR_TYPES: Record<string, FunctionErrorType> = {
  handled: 'HandledInvocationError',
  unhandled: 'UnhandledInvocationError',
  initialization: 'InitializationError',
}
const PLAIN_KINDS = new Set(['hello', 'loading', 'initializing', 'prepared', 'retire', 'stopped'])

/** Null for what our bootstrap never sends: the handler has written to the channel itself. */
export function decodeFrame(line: string): InstanceFrame | null {
  let frame: Record<string, unknown>
  try {
    frame = JSON.parse(line) as Record<string, unknown> // each field is looked at below
  } catch {
    return null
  }
  if (typeof frame !== 'object' || frame === null) return null
  if (frame.t === undefined) return decodeResult(frame)
  const { t, bytes, ids } = frame
  if (typeof t === 'string' && PLAIN_KINDS.has(t)) return { kind: t as 'hello' } // one of PLAIN_KINDS
  if (t === 'memory' && typeof bytes === 'number') return { kind: t, bytes }
  if (t === 'back' && Array.isArray(ids)) return { kind: t, ids: ids.map(Number) }
  return null
}

function decodeResult(frame: Record<string, unknown>): ResultFrame | null {
  const { i: id, d: runMs, w: streams = 0, r: text, b: base64, e: error, m: errorBody } = frame
  if (typeof id !== 'number' || typeof runMs !== 'number' || typeof streams !== 'number') return null
  const base = { kind: 'result', id, runMs, streams } as const
  if (typeof text === 'string') return { ...base, isOk: true, result: text }
  if (typeof base64 === 'string') return { ...base, isOk: true, result: new Uint8Array(Buffer.from(base64, 'base64')) }
  const errorType = ERROR_TYPES[String(error)]
  if (errorType === undefined || typeof errorBody !== 'string') return null
  return { ...base, isOk: false, errorType, errorBody }
}
