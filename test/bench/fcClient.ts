/** Calls of the FC API over one connection, each signed afresh as the official SDK signs it, but cheaply. */
import { hash, randomBytes } from 'node:crypto'
import { signAcs3 } from '../../electron/base/acs3.ts'
import { type Answer, HttpConnection } from './httpConnection.ts'

export type AccessKey = { id: string; secret: string }
type FcRequest = { action: string; method: string; path: string; headers?: Record<string, string>; body?: string }

const VERSION = '2023-03-30'

export class FcClient {
  readonly #connection: HttpConnection
  readonly #endpoint: string
  readonly #key: AccessKey

  static async open(endpoint: string, key: AccessKey): Promise<FcClient> {
    return new FcClient(await HttpConnection.open(endpoint), endpoint, key)
  }

  private constructor(connection: HttpConnection, endpoint: string, key: AccessKey) {
    this.#connection = connection
    this.#endpoint = endpoint
    this.#key = key
  }

  /** Resolves with the id of the task once it is acknowledged. */
  async submit(functionName: string, payload: string): Promise<string> {
    const { head } = await this.#call(202, {
      action: 'InvokeFunction',
      method: 'POST',
      path: `/functions/${functionName}/invocations`,
      headers: { 'content-type': 'application/octet-stream', 'x-fc-invocation-type': 'Async' },
      body: payload,
    })
    return /\r\nx-fc-async-task-id: (\S+)/i.exec(head)?.[1] ?? ''
  }

  async getTask(functionName: string, taskId: string): Promise<{ status: string; returnPayload?: string }> {
    const path = `/functions/${functionName}/async-tasks/${taskId}`
    return JSON.parse((await this.#call(200, { action: 'GetAsyncTask', method: 'GET', path })).body)
  }

  /** `query` is what stands after the question mark, encoded. */
  async listTasks(functionName: string, query: string): Promise<{ tasks: unknown[]; nextToken?: string }> {
    const path = `/functions/${functionName}/async-tasks?${query}`
    return JSON.parse((await this.#call(200, { action: 'ListAsyncTasks', method: 'GET', path })).body)
  }

  async putConcurrency(functionName: string, reservedConcurrency: number): Promise<void> {
    await this.#call(200, {
      action: 'PutConcurrencyConfig',
      method: 'PUT',
      path: `/functions/${functionName}/concurrency`,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ reservedConcurrency }),
    })
  }

  close(): void {
    this.#connection.close()
  }

  async #call(expectedStatus: number, { action, method, path, headers = {}, body = '' }: FcRequest): Promise<Answer> {
    const url = `/${VERSION}${path}`
    const bodySha256 = hash('sha256', body)
    const signed: Record<string, string> = {
      host: this.#endpoint,
      'x-acs-version': VERSION,
      'x-acs-action': action,
      'x-acs-date': `${new Date().toISOString().slice(0, 19)}Z`,
      'x-acs-signature-nonce': randomBytes(32).toString('hex'),
      'x-acs-content-sha256': bodySha256,
      accept: 'application/json',
      ...headers,
    }
    let text = `${method} ${url} HTTP/1.1\r\n`
    for (const [name, value] of Object.entries(signed)) text += `${name}: ${value}\r\n`
    const authorization = signAcs3({ method, url, headers: signed, bodySha256 }, this.#key)
    text += `authorization: ${authorization}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    const answer = await this.#connection.send(text)
    if (answer.status !== expectedStatus) throw new Error(`${action}: ${answer.status} ${answer.body}`)
    return answer
  }
}
