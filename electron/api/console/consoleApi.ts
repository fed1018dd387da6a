/**
 * The console contract over plain HTTP on a loopback port: `POST /api/<method>` with the console's
 * token (DESIGN.md sections 7 and 8). Knows requests and answers; what a method does is in the
 * handlers, what it takes and gives is in the contract.
 */
import { hash, timingSafeEqual } from 'node:crypto'
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { CONSOLE_PATH, type ConsoleContract, consoleContract } from '../../../shared/contract/console.contract.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { serve } from '../../../shared/contract/serve.ts'
import { MAX_SYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { AppError, toWireError } from '../../../shared/errors.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { isLoopbackHost, isLoopbackOrigin } from '../requestGuards.ts'
import { HTTP_STATUS } from './httpStatus.ts'

/** The largest payload in base64, and what is around it. */
const MAX_REQUEST_BYTES = Math.ceil((MAX_SYNC_PAYLOAD_BYTES * 4) / 3) + MIB_BYTES

export type ConsoleApiDeps = {
  token: string
  handlers: Handlers<ConsoleContract>
  logger: { error(facts: object, message: string): void }
}

/** Not listening yet; the caller binds it to a loopback address. */
export function createConsoleApi({ token, handlers, logger }: ConsoleApiDeps): FastifyInstance {
  const answer = serve(consoleContract, handlers, (error) => logger.error({ error }, 'a console request failed'))
  const app = fastify({ bodyLimit: MAX_REQUEST_BYTES, exposeHeadRoutes: false, forceCloseConnections: 'idle' })

  app.addHook('onRequest', (request, _reply, done) => done(refusal(request, token)))
  app.setErrorHandler((error, _request, reply) => {
    const appError = error instanceof AppError ? error : unreadable(error)
    return reply.code(HTTP_STATUS[appError.code]).send(toWireError(appError))
  })
  app.setNotFoundHandler((request, reply) => {
    const message = `there is no ${request.method} ${request.url}: methods are POST ${CONSOLE_PATH}<method>`
    return reply.code(404).send(toWireError(new AppError('invalid_input', message)))
  })
  app.post<{ Params: { method: string } }>(`${CONSOLE_PATH}:method`, async (request, reply) => {
    const answered = await answer(request.params.method, request.body)
    if (answered.ok) return reply.send(answered.value)
    return reply.code(HTTP_STATUS[answered.error.code]).send(answered.error)
  })
  return app
}

function refusal({ headers }: FastifyRequest, token: string): AppError | undefined {
  if (!isLoopbackHost(headers.host)) {
    return new AppError('access_denied', `the console answers to Host 127.0.0.1 or localhost, not to "${headers.host}"`)
  }
  if (!isLoopbackOrigin(headers.origin)) {
    return new AppError('access_denied', `web pages of "${headers.origin}" may not call the console`)
  }
  const given = headers.authorization?.replace(/^Bearer /, '') ?? ''
  if (!timingSafeEqual(digest(given), digest(token))) {
    return new AppError('access_denied', 'the console needs its token: it is in endpoint.json of the workspace')
  }
  return undefined
}

/** Compared by digest, so that the time tells nothing, not even the length. */
const digest = (text: string) => hash('sha256', text, 'buffer')

/** What fastify itself refuses: no JSON, a wrong content type, too many bytes. */
function unreadable(error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error)
  const isTooLarge = error instanceof Error && 'statusCode' in error && error.statusCode === 413
  return new AppError(isTooLarge ? 'payload_too_large' : 'invalid_input', message, { cause: error })
}
