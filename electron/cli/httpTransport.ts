/**
 * The console contract over HTTP, for the CLI. Not `fetch`: that gives up after five minutes without
 * headers, and a function may run for a day.
 */
import { request } from 'node:http'
import { CONSOLE_PATH } from '../../shared/contract/console.contract.ts'
import type { Reply, Transport } from '../../shared/contract/contract.ts'
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import { AppError, toWireError, type WireError } from '../../shared/errors.ts'
import { fromWireJson, toWireJson } from '../base/wireJson.ts'

export function httpTransport({ url, token }: Pick<Endpoint, 'url' | 'token'>): Transport {
  return (method, input) =>
    new Promise<Reply>((resolve) => {
      const fail = (cause: unknown) => {
        const message = `the host at ${url} does not answer (${cause instanceof Error ? cause.message : cause}): it may just have stopped`
        resolve({ ok: false, error: toWireError(new AppError('unavailable', message, { cause })) })
      }
      const body = toWireJson(input)
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      }
      const call = request(`${url}${CONSOLE_PATH}${method}`, { method: 'POST', headers }, (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk) => (text += chunk))
        answer.on('error', fail)
        answer.on('end', () => resolve(replyOf(answer.statusCode ?? 0, text)))
      })
      call.on('error', fail)
      call.end(body)
    })
}

function replyOf(status: number, text: string): Reply {
  try {
    const value: unknown = fromWireJson(text)
    return status === 200 ? { ok: true, value } : { ok: false, error: value as WireError } // the console's own form
  } catch (cause) {
    const error = new AppError('internal', `the host answered ${status} with something that is not JSON`, { cause })
    return { ok: false, error: toWireError(error) }
  }
}
