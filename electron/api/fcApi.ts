/**
 * The HTTP API of Function Compute 3.0 on a loopback port (FC.md section 1, DESIGN.md section 7).
 *
 * A request passes the guards before its body is read, is authenticated once it is there, and is then
 * answered by one of the routes in `fc/`. Bodies arrive as raw bytes, because the signature covers
 * them; nothing is logged per request; only unexpected errors are.
 */
import websocket from '@fastify/websocket'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { RequestIds } from '../engine/tasks/requestIds.ts'
import { closeSockets } from './closeSockets.ts'
import { asyncTaskRoutes } from './fc/asyncTasks.ts'
import { Authenticator } from './fc/authenticate.ts'
import type { FcApiDeps } from './fc/deps.ts'
import { execRoutes, fc2ExecRoutes } from './fc/exec.ts'
import { entityTooLarge, FcError, fcErrorBody, invalidArgument, toFcError } from './fc/fcErrors.ts'
import { asyncConfigRoutes, concurrencyRoutes } from './fc/functionSettings.ts'
import { functionRoutes } from './fc/functions.ts'
import { instanceRoutes } from './fc/instances.ts'
import { invocationRoutes } from './fc/invocations.ts'
import { bodyBytes } from './fc/requestParts.ts'
import { answerUnreadable } from './fc/unreadableRequests.ts'
import { KeyRing } from './keyRing.ts'
import { headerBytes, isLoopbackHost, isLoopbackOrigin, MAX_HEADER_BYTES, MAX_URL_BYTES } from './requestGuards.ts'

export type { FcApiDeps }

const MAX_JSON_BYTES = MIB_BYTES
/** What a client types or pastes at once. */
const MAX_EXEC_MESSAGE_BYTES = MIB_BYTES
/** Up to here the guard below answers, beyond it `answerUnreadable` does. */
const NODE_MAX_HEADER_BYTES = 16 * MAX_HEADER_BYTES

/** Not listening yet; the caller binds it to a loopback address. */
export async function createFcApi(deps: FcApiDeps): Promise<FastifyInstance> {
  const requestIds = new RequestIds()
  const nextRequestId = () => requestIds.next(deps.clock.nowMs())
  const app = fastify({
    bodyLimit: MAX_JSON_BYTES,
    clientErrorHandler: (error, socket) => answerUnreadable(error, socket, nextRequestId()),
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    genReqId: nextRequestId,
    http: { maxHeaderSize: NODE_MAX_HEADER_BYTES },
    requestIdHeader: false,
    return503OnClosing: false, // its body is not FC's
    routerOptions: { maxParamLength: MAX_URL_BYTES },
  })
  await app.register(websocket, {
    options: { maxPayload: MAX_EXEC_MESSAGE_BYTES },
    errorHandler: (_error, socket) => socket.terminate(),
    preClose: (done) => closeSockets(app.websocketServer, done),
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  app.decorateRequest('account', null)
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-fc-request-id', request.id)
    done(refusal(request))
  })
  app.setErrorHandler(answerError)
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?', 1)[0]
    answerError(
      new FcError('PathNotSupported', `'${request.method}' against '${path}' is not supported`),
      request,
      reply,
    )
  })
  const authenticator = new Authenticator(new KeyRing(deps.queries), deps.trustAnyKey)
  app.register(
    (routes, _options, done) => {
      addAuthentication(routes, authenticator)
      invocationRoutes(routes, deps)
      asyncTaskRoutes(routes, deps)
      asyncConfigRoutes(routes, deps)
      concurrencyRoutes(routes, deps)
      functionRoutes(routes, deps)
      instanceRoutes(routes, deps)
      execRoutes(routes, deps)
      done()
    },
    { prefix: '/2023-03-30' },
  )
  app.register(
    (routes, _options, done) => {
      addAuthentication(routes, authenticator)
      fc2ExecRoutes(routes, deps)
      done()
    },
    { prefix: '/2016-08-15' },
  )
  return app

  function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const isBodyTooLarge = error instanceof Error && 'code' in error && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE'
    const fcError = isBodyTooLarge ? entityTooLarge(request.routeOptions.bodyLimit ?? MAX_JSON_BYTES) : toFcError(error)
    if (fcError.code === 'InternalServerError') {
      const { id, method, url } = request
      deps.logger.error({ error: fcError.cause ?? fcError, requestId: id, method, url }, 'an FC request failed')
    }
    reply.code(fcError.status).header('x-fc-request-id', request.id).send(fcErrorBody(fcError, request.id))
  }
}

function addAuthentication(routes: FastifyInstance, authenticator: Authenticator): void {
  routes.addHook('preHandler', (request, _reply, done) => {
    const { method, url, headers } = request
    const accept = (account: NonNullable<FastifyRequest['account']>) => {
      request.account = account
      done()
    }
    try {
      const account = authenticator.authenticate({ method, url, headers, body: bodyBytes(request) })
      // almost always at once: a promise would cost each request a turn of the event loop
      if (account instanceof Promise) account.then(accept, done)
      else accept(account)
    } catch (error) {
      done(
        error instanceof Error ? error : new FcError('InternalServerError', 'authentication failed', { cause: error }),
      )
    }
  })
}

function refusal({ headers, url, raw }: FastifyRequest): FcError | undefined {
  if (!isLoopbackHost(headers.host)) {
    return new FcError(
      'AccessDenied',
      `this API answers only to Host 127.0.0.1, localhost or [::1], not to '${headers.host ?? ''}'`,
    )
  }
  if (!isLoopbackOrigin(headers.origin)) {
    return new FcError('AccessDenied', `web pages of '${headers.origin}' may not call this API`)
  }
  if (url.length > MAX_URL_BYTES) return invalidArgument(`path and query are longer than ${MAX_URL_BYTES} bytes`)
  if (headerBytes(raw.rawHeaders) > MAX_HEADER_BYTES) {
    return invalidArgument(`the request headers are longer than ${MAX_HEADER_BYTES} bytes`)
  }
  return undefined
}
