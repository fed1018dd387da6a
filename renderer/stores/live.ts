/**
 * Revisions of what the host has: numbers that grow when something changed, at most four times a second.
 * A store pulls what it shows when its number grows; nothing else is pushed (DESIGN.md section 7).
 */
import { create } from 'zustand'
import { linkStatus, onLinkStatus, watch } from '../bridge/client.ts'
import type { LinkStatus } from '../bridge/linkClient.ts'

export type Revisions = { tasks: number; logs: number; host: number }
type Live = Revisions & {
  status: LinkStatus
  /** Grows at each new connection: everything that is shown is pulled again. */
  connection: number
  isPaused: boolean // by the user or because the window is hidden
}

export const useLive = create<Live>(() => ({
  tasks: 0,
  logs: 0,
  host: 0,
  status: linkStatus(),
  connection: 0,
  isPaused: false,
}))

/** Once, after `connect`. */
export function startLive(): void {
  onLinkStatus((status) =>
    useLive.setState(({ connection }) => ({ status, connection: status === 'open' ? connection + 1 : connection })),
  )
  watch('live.revisions', {}, { onItem: (revisions) => useLive.setState(revisions), onError: () => {} })
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
    if (now.status !== 'open' || (now[key] === before[key] && now.connection === before.connection)) return
    if (before.status === 'connecting' && isPulling) return // that pull waited for this connection
    void run()
  })
  return () => {
    isOver = true
    stop()
  }
}
