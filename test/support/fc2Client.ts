/**
 * The client of FC 2.0's SDK, as `s instance exec` of Serverless Devs uses it: with `version` set to FC 3.0's it
 * speaks to FC 3.0 (FC.md section 1.7). The package has no types.
 */
import { createRequire } from 'node:module'

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
