/**
 * The client of FC 2.0's SDK, as `s instance exec` of Serverless Devs uses it: with `version` set to FC 3.0's it
 * speaks to FC 3.0 (FC.md section 1.7). The package has no types.
 */
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { onTestFinished } from 'vitest'

type Hooks = {
  onClose?(code: number): void
  onError?(error: Error): void
  onStdout?(bytes: Buffer): void
  onStderr?(bytes: Buffer): void
}
export type ExecOptions = {
  command?: string | string[]
  tty?: boolean
  stdin?: boolean
  stdout?: boolean
  stderr?: boolean
  idleTimeout?: number
}
type Exec = {
  websocket: import('node:events').EventEmitter & ClientSocket
  close(): void
  sendMessage(data: Uint8Array): void
}
type ClientSocket = {
  readyState: number
  extensions: string
  protocol: string
  pause(): void
  resume(): void
  terminate(): void
  send(data: unknown): void
}
export type Fc2 = {
  version: string
  get(path: string, query?: object): Promise<{ data: unknown }>
  post(path: string, body: unknown): Promise<{ data: unknown }>
  websocket(path: string, query: object): Exec['websocket']
  instanceExec(
    serviceName: string,
    functionName: string,
    qualifier: string,
    instanceId: string,
    options: ExecOptions,
    hooks: Hooks,
  ): Promise<Exec>
}

type Fc2Class = new (
  accountId: string,
  config: { accessKeyID: string; accessKeySecret: string; region: string; endpoint: string },
) => Fc2
const Fc2Client: Fc2Class = createRequire(import.meta.url)('@alicloud/fc2')

export function fc2Client(port: number, key: { id: string; secret: string }, version = '2023-03-30'): Fc2 {
  const client = new Fc2Client('1234567890', {
    accessKeyID: key.id,
    accessKeySecret: key.secret,
    region: 'cn-hangzhou',
    endpoint: `http://127.0.0.1:${port}`,
  })
  client.version = version
  return client
}

/** An exec as the client has it: what came on each channel, its errors and how it was closed. */
export async function execWith(
  fc2: Fc2,
  options: ExecOptions = {},
  { instanceId = 'c-1', service, name = 'f' }: ExecTarget = {},
) {
  const client: Fc2 = Object.create(fc2)
  // `s instance exec` has the paths of FC 3.0 in the client of FC 2.0
  if (service === undefined) client.websocket = (path, query) => fc2.websocket(path.replace('/services/', ''), query)
  const heard = { stdout: '', stderr: '', serverError: '', errors: [] as string[], closeReason: '' }
  const closed = Promise.withResolvers<number>()
  const { websocket, sendMessage } = await client.instanceExec(service ?? '', name, '', instanceId, options, {
    onStdout: (bytes) => (heard.stdout += bytes.toString('latin1')),
    onStderr: (bytes) => (heard.stderr += bytes.toString('latin1')),
    onError: ({ message }) => heard.errors.push(message),
    onClose: (code) => closed.resolve(code),
  })
  websocket.on('message', (frame: Buffer) => {
    if (frame[0] === 3) heard.serverError += frame.subarray(1).toString()
  })
  websocket.on('close', (_code: number, reason: Buffer) => (heard.closeReason = reason.toString()))
  onTestFinished(() => websocket.terminate())
  const isOpen = await Promise.race([once(websocket, 'open').then(() => true), closed.promise.then(() => false)])
  return { heard, isOpen, closed: closed.promise, websocket, type: (text: string) => sendMessage(Buffer.from(text)) }
}

export type ExecTarget = { instanceId?: string | undefined; service?: string | undefined; name?: string }
