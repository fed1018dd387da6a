/**
 * The console on a real port, over handlers that a test gives, and windows on it: the renderer's own end of
 * the link over a real socket.
 */
import { onTestFinished } from 'vitest'
import { createConsoleApi } from '../../electron/api/console/consoleApi.ts'
import { listenOnFirst } from '../../electron/api/listen.ts'
import { LinkClient } from '../../renderer/bridge/linkClient.ts'
import { socketWire } from '../../renderer/bridge/socketWire.ts'
import { type ConsoleContract, consoleContract } from '../../shared/contract/console.contract.ts'
import type { Handlers, Reply } from '../../shared/contract/contract.ts'
import { serve } from '../../shared/contract/serve.ts'
import { until } from './until.ts'

export const TOKEN = 'the-token'

export async function startConsole(handlers: Partial<Handlers<ConsoleContract>>, port = 0) {
  const logged: unknown[] = []
  const server = serve(
    consoleContract,
    handlers as Handlers<ConsoleContract>, // a test calls only those it gives
    (error) => logged.push(error),
  )
  const app = await createConsoleApi({ token: TOKEN, server })
  const bound = await listenOnFirst(app, [port])
  onTestFinished(() => app.close())
  return { port: bound, url: `http://127.0.0.1:${bound}`, logged, close: () => app.close() }
}

/** Connects, and again when it was lost. */
export function openWindow(url: string, token = TOKEN): LinkClient {
  const link = new LinkClient(socketWire({ baseUrl: url, token }))
  onTestFinished(() => link.close())
  return link
}

export const opened = (link: LinkClient) => until(() => link.status === 'open', { what: 'the window to be connected' })

export const ok = (value: unknown): Reply => ({ ok: true, value })

/** A socket that says whatever it is told to, and keeps what it hears. */
export async function rawSocket(url: string, protocols = ['taskyard.v1', `token.${TOKEN}`]) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/socket`, protocols)
  socket.binaryType = 'arraybuffer'
  onTestFinished(() => socket.close())
  const heard: unknown[] = []
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') heard.push(JSON.parse(data))
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.addEventListener('close', ({ code, reason }) => resolve({ code, reason })),
  )
  const isOpen = await new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true))
    socket.addEventListener('close', () => resolve(false))
  })
  return {
    isOpen,
    heard,
    closed,
    send: (data: string | Uint8Array<ArrayBuffer>) => socket.send(data),
    say: (message: object) => socket.send(JSON.stringify(message)),
  }
}
