/**
 * The console over a loopback port: the window's page and its socket, and the contract's methods as plain
 * HTTP at `POST /api/<method>` (DESIGN.md sections 7 and 8). Knows requests and answers; what a method
 * does is in the handlers, what it takes and gives is in the contract.
 */
import websocket from '@fastify/websocket'
import fastify, { type FastifyInstance } from 'fastify'
import { CONSOLE_PATH, consoleContract } from '../../../shared/contract/console.contract.ts'
import { SOCKET_PATH, SOCKET_PROTOCOL } from '../../../shared/contract/link.ts'
import type { ContractServer } from '../../../shared/contract/serve.ts'
import { MAX_SYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { AppError, toWireError } from '../../../shared/errors.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { fromWireJson, toWireJson } from '../../base/wireJson.ts'
import { PROMETHEUS_CONTENT_TYPE } from '../../metrics/prometheusText.ts'
import { closeSockets } from '../closeSockets.ts'
import { foreignRefusal, tokenRefusal } from './consoleGuards.ts'
import { HTTP_STATUS } from './httpStatus.ts'
import { openApiDocument } from './openApi.ts'
import { askerOf, PAGE_DIR, PAGE_ROUTES, servePage } from './page.ts'
import { serveSocket } from './socketServer.ts'
import { needsTerminalSecret, type TerminalRouteDeps, terminalRoutes } from './terminalRoutes.ts'

const OPEN_API_PATH = '/openapi.json'
const PROMETHEUS_PATH = '/metrics'
/** The largest payload in base64, and what is around it. */
const MAX_REQUEST_BYTES = Math.ceil((MAX_SYNC_PAYLOAD_BYTES * 4) / 3) + MIB_BYTES

export type ConsoleApiDeps = {
  token: string
  server: ContractServer
  /** What the helper inside instances asks for; null: there are no terminals. */
  helper?: TerminalRouteDeps | null
  /** The answer to Prometheus; null: there are no metrics. */
  prometheus?: (() => Promise<string>) | null
  /** For tests: where the built page is. */
  pageDir?: string
}

/** Not listening yet; the caller binds it to a loopback address. */
export async function createConsoleApi({
  token,
  server,
  helper = null,
  prometheus = null,
  pageDir = PAGE_DIR,
}: ConsoleApiDeps): Promise<FastifyInstance> {
  const app = fastify({ bodyLimit: MAX_REQUEST_BYTES, exposeHeadRoutes: false, forceCloseConnections: true })
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    async (_request: unknown, text: string | Buffer) => fromWireJson(String(text)),
  )
  await app.register(websocket, {
    options: { maxPayload: MAX_REQUEST_BYTES, handleProtocols: () => SOCKET_PROTOCOL },
    preClose: (done) => closeSockets(app.websocketServer, done),
  })

  app.addHook('onRequest', async (request, reply) => {
    const asker = askerOf(request)
    const { url } = request.routeOptions // the route, not the text: that may be encoded
    const needsToken = !PAGE_ROUTES.has(url) && !needsTerminalSecret(url)
    const refusal = foreignRefusal(asker) ?? (needsToken ? tokenRefusal(asker, token) : null)
    if (refusal !== null) return reply.code(refusal.status).send(toWireError(refusal.error))
  })
  app.setErrorHandler((error, _request, reply) => {
    const appError = error instanceof AppError ? error : unreadable(error)
    return reply.code(HTTP_STATUS[appError.code]).send(toWireError(appError))
  })
  app.setNotFoundHandler((request, reply) => {
    const message = `there is no ${request.method} ${request.url}: methods are POST ${CONSOLE_PATH}<method>`
    return reply.code(404).send(toWireError(new AppError('invalid_input', message)))
  })
  app.post<{ Params: { method: string } }>(`${CONSOLE_PATH}:method`, async (request, reply) => {
    const cancel = new AbortController()
    reply.raw.on('close', () => cancel.abort())
    const answered = await server.call(request.params.method, request.body, cancel.signal)
    reply.type('application/json; charset=utf-8')
    if (answered.ok) return reply.send(toWireJson(answered.value))
    return reply.code(HTTP_STATUS[answered.error.code]).send(toWireJson(answered.error))
  })
  if (prometheus !== null) {
    app.get(PROMETHEUS_PATH, async (_request, reply) => reply.type(PROMETHEUS_CONTENT_TYPE).send(await prometheus()))
  }
  app.get(OPEN_API_PATH, async () => openApiDocument(consoleContract))
  app.get(SOCKET_PATH, { websocket: true }, (socket) => serveSocket(server, socket))
  if (helper !== null) terminalRoutes(app, helper)
  await servePage(app, { pageDir, token })
  return app
}

/** What fastify itself refuses: a wrong content type, too many bytes. */
function unreadable(error: unknown): AppError {
  const message = error instanceof Error ? error.message : String(error)
  const isTooLarge = error instanceof Error && 'statusCode' in error && error.statusCode === 413
  return new AppError(isTooLarge ? 'payload_too_large' : 'invalid_input', message, { cause: error })
}
