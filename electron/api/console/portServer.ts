/**
 * Carries the link of a window of the desktop host over a port that main relays (electron/shell/relay.ts).
 * Bytes travel as they are. Nothing is held back here: the link has one item of a stream on its way at a time.
 */
import type { MessagePort } from 'node:worker_threads'
import type { ContractServer } from '../../../shared/contract/serve.ts'
import { AppError } from '../../../shared/errors.ts'
import { serveLink } from './linkServer.ts'

export function servePort(server: ContractServer, port: MessagePort): void {
  const link = serveLink(server, (message) => port.postMessage(message))
  port.on('message', (message: unknown) => {
    try {
      link.receive(message)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      port.close() // a page that speaks another language; it may connect again
    }
  })
  port.on('messageerror', () => port.close())
  port.on('close', () => link.close())
}
