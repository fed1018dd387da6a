/**
 * The window's page in the browser host: index.html at `/`, to whoever brings the token, and the built
 * files beside it, which hold nothing secret and need none.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { systemClock } from '../../base/clock.ts'
import { contentSecurityPolicy } from '../../base/contentSecurity.ts'
import { TicketDesk } from '../../base/pageTickets.ts'
import { isToken, mayHaveCookie, tokenCookie, tokenRefusal } from './consoleGuards.ts'
import { plainPage } from './plainPage.ts'

/** Where `vite build` puts the page. */
export const PAGE_DIR = fileURLToPath(new URL('../../../renderer/dist', import.meta.url))

/** A page that was refused goes there (renderer/bridge/openWire.ts); it is the answer to a wrong token, too. */
const NO_TOKEN_PATH = '/no-token'
/** What needs no token, or looks for it itself; `/*` are the built files. */
export const PAGE_ROUTES: ReadonlySet<string | undefined> = new Set(['/', '/index.html', NO_TOKEN_PATH, '/*'])
/** The names of these files change with their contents. */
const HASHED_FILES = '/assets/'

const SAFE_HEADERS = {
  'content-security-policy': contentSecurityPolicy({ connect: [] }), // 'self' covers the page's own socket
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

export async function servePage(app: FastifyInstance, { pageDir, token }: { pageDir: string; token: string }) {
  app.addHook('onSend', async (request, reply, payload) => {
    const isHashed = request.url.startsWith(HASHED_FILES) && reply.statusCode < 400
    reply.headers(SAFE_HEADERS)
    reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-store')
    return payload
  })
  await app.register(fastifyStatic, {
    root: pageDir,
    index: false,
    dotfiles: 'ignore',
    cacheControl: false,
    suppressWarning: true, // it may be built while we run
  })

  const tickets = new TicketDesk(token, systemClock.nowMs())
  app.get<{ Querystring: { token?: unknown; ticket?: unknown } }>('/', async (request, reply) => {
    const { token: given, ticket } = request.query
    const { host } = request.headers
    const isInvited = typeof ticket === 'string' && tickets.redeem(ticket, systemClock.nowMs())
    if (ticket !== undefined && !isInvited) return refuse(reply)
    if (given !== undefined && !(typeof given === 'string' && isToken(given, token))) return refuse(reply)
    if (!mayHaveCookie(host)) return isInvited ? reply.redirect(`/?token=${token}`, 303) : sendIndex(reply) // it brings the token with each call
    if (isInvited || given !== undefined) {
      return reply.header('set-cookie', tokenCookie(request.socket.localPort, token)).redirect('/', 303)
    }
    return tokenRefusal(askerOf(request), token) === null ? sendIndex(reply) : refuse(reply)
  })
  app.get('/index.html', async (_request, reply) => reply.redirect('/', 303))
  app.get(NO_TOKEN_PATH, async (_request, reply) => refuse(reply))

  function sendIndex(reply: FastifyReply) {
    if (existsSync(join(pageDir, 'index.html'))) return reply.sendFile('index.html')
    const page = plainPage('The window is not built yet', [
      'Its files are missing in <code>renderer/dist</code>.',
      'Run <code>npx taskyard open</code> where Taskyard is: it builds them, then load this page again.',
    ])
    return sendHtml(reply.code(503), page)
  }
}

export const askerOf = ({ headers, socket }: FastifyRequest) => ({ headers, port: socket.localPort })

function refuse(reply: FastifyReply) {
  const page = plainPage('This window has no key to Taskyard', [
    'The address that opened it was incomplete, or it belongs to a Taskyard that has ended.',
    'Close it and open the window again: run <code>npx taskyard open</code>, or take the address that Taskyard printed in its terminal. Your tasks are not affected.',
  ])
  return sendHtml(reply.code(401), page)
}

function sendHtml(reply: FastifyReply, html: string) {
  return reply.type('text/html; charset=utf-8').send(html)
}
