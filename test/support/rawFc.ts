/** Requests that the SDK would never send, signed by our own signer unless told otherwise. */
import { hash } from 'node:crypto'
import { type IncomingHttpHeaders, request } from 'node:http'
import { signAcs3 } from '../../electron/base/acs3.ts'

type RawRequest = {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Null: no Authorization header. */
  key?: { id: string; secret: string } | null
}
type RawAnswer = { status: number; headers: IncomingHttpHeaders; text: string }

export function rawFc(port: number, { method = 'GET', path, headers = {}, body = '', key = null }: RawRequest) {
  const signed: Record<string, string> = {
    host: `127.0.0.1:${port}`,
    'x-acs-date': new Date().toISOString(),
    'x-acs-content-sha256': hash('sha256', body),
    ...headers,
  }
  const bodySha256 = hash('sha256', body)
  const all = key
    ? { ...signed, authorization: signAcs3({ method, url: path, headers: signed, bodySha256 }, key), ...headers }
    : signed
  return new Promise<RawAnswer>((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port, method, path, headers: all, agent: false }, async (answer) => {
      const chunks: Buffer[] = []
      for await (const chunk of answer) chunks.push(chunk)
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() })
    })
    call.on('error', reject)
    call.end(body)
  })
}

/** What an error answer says, without the request id. */
export function fcError(answer: RawAnswer) {
  const { Code, Message } = JSON.parse(answer.text)
  return { status: answer.status, Code, Message }
}
