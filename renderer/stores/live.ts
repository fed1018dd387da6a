/**
 * Revisions of what the host has: numbers that grow when something changed, at most four times a second.
 * A store pulls what it shows when its number grows; nothing else is pushed (DESIGN.md section 7).
 */
import { create } from 'zustand'
import { linkStatus, onLinkStatus, watch } from '../bridge/client.ts'
import type { LinkStatus } from '../bridge/linkClient.ts'
import { whileVisible } from './visibility.ts'

export type Revisions = {
  tasks: number
  logs: number
  host: number
  instances: number
  terminals: number
  metrics: number
}
type Live = Revisions & {
  status: LinkStatus
  /** Grows at each new connection and with another project: everything that is shown is pulled again. */
  connection: number
  /** The connection that the numbers are of; its first ones only say where they begin. */
  countedConnection: number
  isPaused: boolean // because the window is hidden
}

export const useLive = create<Live>(() => ({
  tasks: 0,
  logs: 0,
  host: 0,
  instances: 0,
  terminals: 0,
  metrics: 0,
  status: linkStatus(),
  connection: 0,
  countedConnection: 0,
  isPaused: false,
}))

/** Once, after `connect`. Ends when the returned function is called. */
export function startLive(): () => void {
  useLive.setState({ status: linkStatus() })
  const stopStatus = onLinkStatus((status) =>
    useLive.setState(({ connection }) => ({ status, connection: status === 'open' ? connection + 1 : connection })),
  )
  const stopNumbers = watch(
    'live.revisions',
    {},
    {
      onItem: (revisions) => useLive.setState(({ connection }) => ({ ...revisions, countedConnection: connection })),
      onError: () => {},
    },
  )
  return () => {
    stopStatus()
    stopNumbers()
  }
}

/** Everything that is shown is asked for again, as with a new connection. */
export const pullAllAgain = (): void =>
  useLive.setState(({ connection, countedConnection }) => ({
    connection: connection + 1,
    countedConnection: countedConnection === connection ? connection + 1 : countedConnection,
  }))

/** A window that nobody sees follows no task and no log. Ends when the returned function is called. */
export function pauseWhileHidden(): () => void {
  useLive.setState({ isPaused: true })
  const stop = whileVisible(() => {
    useLive.setState({ isPaused: false })
    return () => useLive.setState({ isPaused: true })
  })
  return () => {
    stop()
    useLive.setState({ isPaused: false })
  }
}

/**
 * Calls `pull` now, whenever `key` grew, and after each new connection; one at a time, the latest wins. A pull
 * that rejects is over and nothing more: whoever wants to show why keeps the error itself.
 */
export function follow(key: keyof Revisions, pull: () => Promise<void>): () => void {
  let isPulling = false
  let isWanted = false
  let isOver = false
  const run = async () => {
    if (isPulling) {
      isWanted = true
      return
    }
    isPulling = true
    do {
      isWanted = false
      await pull().catch(() => {})
    } while (isWanted && !isOver)
    isPulling = false
  }
  void run()
  const stop = useLive.subscribe((now, before) => {
    const isNewConnection = now.connection !== before.connection
    const hasGrown = now[key] !== before[key] && now.countedConnection === before.countedConnection
    if (now.status !== 'open' || !(hasGrown || isNewConnection)) return
    if (before.status === 'connecting' && isPulling) return // that pull waited for this connection
    void run()
  })
  return () => {
    isOver = true
    stop()
  }
}
