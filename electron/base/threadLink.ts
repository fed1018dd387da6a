/**
 * The far end of a supervised thread: what every entry in electron/threads does the same way.
 * Main sends `connect` (a port to another thread, again whenever that thread was replaced), `ping`
 * and `stop`; the thread answers `ready` once it can serve, `pong`, `notice`, `failed` and `stopped`.
 */
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { AppError, toWireError, type WireError } from '../../shared/errors.ts'
import type { HostOptions } from './hostOptions.ts'

export type ThreadName = 'store' | 'scheduler' | 'gateway' | 'reader' | 'log'
/** main answers the gateway's HostCalls (hostCalls.ts); each `window` is one more window of the desktop host. */
export type PeerName = ThreadName | 'main' | 'window'

export type MainToThread =
  | { kind: 'connect'; peer: PeerName; port: MessagePort }
  | { kind: 'ping'; pingId: number }
  | { kind: 'stop' }

/** `level` error: the user must see it; notice: good to know; info: for the log file. */
export type Notice = { level: 'error' | 'notice' | 'info'; code: string; message: string }

export type ThreadToMain =
  | { kind: 'ready'; facts: Record<string, unknown> } // for example the gateway's port
  | { kind: 'pong'; pingId: number }
  | { kind: 'notice'; notice: Notice }
  | { kind: 'failed'; error: WireError; stack: string | null }
  | { kind: 'stopped' }

export type ThreadContext = {
  options: HostOptions
  notify(notice: Notice): void
  /** Calls `use` with each port to `peer`, the first one and every replacement. */
  onConnect(peer: PeerName, use: (port: MessagePort) => void): void
}
export type ThreadService = { facts?: Record<string, unknown>; stop(): Promise<void> | void }

/**
 * Runs a thread's service. A throw anywhere ends the thread on purpose: main replaces it, so no
 * service hides its own failures.
 */
export async function runThread(
  start: (context: ThreadContext) => Promise<ThreadService> | ThreadService,
): Promise<void> {
  if (parentPort === null) throw new AppError('internal', 'runThread is for worker threads')
  const main = parentPort
  const send = (message: ThreadToMain) => main.postMessage(message)
  const users = new Map<PeerName, (port: MessagePort) => void>()
  const early = new Map<PeerName, MessagePort[]>() // connected before anybody asked
  let service: ThreadService | null = null

  main.on('message', (message: MainToThread) => {
    if (message.kind === 'ping') send({ kind: 'pong', pingId: message.pingId })
    else if (message.kind === 'connect') connect(message.peer, message.port)
    else void stop()
  })
  const fail = (error: unknown) => {
    send({ kind: 'failed', error: toWireError(error), stack: error instanceof Error ? (error.stack ?? null) : null })
    process.exit(1) // of this thread; the message above is still delivered
  }
  process.on('uncaughtException', fail)
  process.on('unhandledRejection', fail)

  try {
    service = await start({
      options: workerData as HostOptions, // main passes exactly this
      notify: (notice) => send({ kind: 'notice', notice }),
      onConnect: (peer, use) => {
        users.set(peer, use)
        const ports = early.get(peer) ?? []
        early.delete(peer)
        for (const port of ports) use(port)
      },
    })
    send({ kind: 'ready', facts: service.facts ?? {} })
  } catch (error) {
    fail(error)
  }

  function connect(peer: PeerName, port: MessagePort): void {
    const use = users.get(peer)
    if (use) use(port)
    else early.set(peer, [...(early.get(peer) ?? []), port])
  }

  async function stop(): Promise<void> {
    await service?.stop()
    send({ kind: 'stopped' })
    main.close()
    process.exit(0)
  }
}
