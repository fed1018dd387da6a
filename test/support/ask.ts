/** One plain HTTP request, with any Host and any header, and no redirect followed. */
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'
import { text } from 'node:stream/consumers'

export type HttpQuestion = { method?: string; path?: string; headers?: OutgoingHttpHeaders; body?: string }
export type HttpAnswer = { status: number; headers: IncomingHttpHeaders; text: string }

/** `url` says whom to connect to; a `host` among the headers is what is asked for. */
export function ask(url: string, { method = 'GET', path = '/', headers = {}, body = '' }: HttpQuestion = {}) {
  const { hostname, port, host } = new URL(url)
  return new Promise<HttpAnswer>((resolve, reject) => {
    const options = { hostname, port, method, path, headers: { host, ...headers }, agent: false }
    const question = request(options, async (answer) =>
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) }),
    )
    question.on('error', reject)
    question.end(body)
  })
}
