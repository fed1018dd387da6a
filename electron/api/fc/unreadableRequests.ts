/** Answers bytes that Node's HTTP parser gives up on, in FC's words: at that point there is no request yet. */
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { FcError, fcErrorBody } from './fcErrors.ts'

const NO_ANSWER = new Set(['ECONNRESET', 'EPIPE']) // the client has gone

export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket, requestId: string): void {
  if (!socket.writable || NO_ANSWER.has(error.code ?? '')) {
    socket.destroy(error)
    return
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW'
  const fcError = new FcError('InvalidArgument', isTooLong ? 'the request headers are too long' : 'this is not HTTP')
  const body = JSON.stringify(fcErrorBody(fcError, requestId))
  socket.end(
    [
      `HTTP/1.1 ${fcError.status} ${STATUS_CODES[fcError.status]}`,
      'Connection: close',
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      `X-Fc-Request-Id: ${requestId}`,
      '',
      body,
    ].join('\r\n'),
  )
}
