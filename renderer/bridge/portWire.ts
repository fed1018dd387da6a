/** The connection to the desktop host: a port that the preload script hands to the page. */
import type { ToWindow } from '../../shared/contract/link.ts'
import type { OpenWire } from './linkClient.ts'

/** What the preload script puts into the page, and nothing else (electron/preload.ts). */
export type DesktopBridge = {
  /** Asks for a new connection. `received` gets messages; null says that it ended. */
  connect(received: (message: unknown) => void): { send(message: unknown): void; close(): void }
}

export function portWire(desktop: DesktopBridge): OpenWire {
  return ({ opened, received, closed }) => {
    const port = desktop.connect((message) => (message === null ? closed() : received(message as ToWindow))) // the host sends nothing else
    queueMicrotask(opened)
    return port
  }
}
