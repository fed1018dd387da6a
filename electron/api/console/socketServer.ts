/** Carries a window's link over a WebSocket (shared/contract/attachments.ts says how bytes travel). */
import type { WebSocket } from '@fastify/websocket'
import { attach, detach } from '../../../shared/contract/attachments.ts'
import type { ContractServer } from '../../../shared/contract/serve.ts'
import { AppError } from '../../../shared/errors.ts'
import { serveLink } from './linkServer.ts'

/** WebSocket's own code for a message that the receiver does not accept. */
const POLICY_VIOLATION = 1008
const MAX_REASON_CHARACTERS = 100 // a reason has room for 123 bytes
const MAX_ATTACHMENTS = 16

export function serveSocket(server: ContractServer, socket: WebSocket): void {
  let attachments: Uint8Array[] = []
  const link = serveLink(server, (message) => {
    const { text, attachments } = detach(message)
    for (const bytes of attachments) socket.send(bytes)
    socket.send(text)
  })

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    try {
      if (isBinary) {
        if (attachments.push(new Uint8Array(data)) <= MAX_ATTACHMENTS) return
        throw new AppError('invalid_input', `more than ${MAX_ATTACHMENTS} binary frames in a row`)
      }
      const message = attach({ text: data.toString('utf8'), attachments })
      attachments = []
      link.receive(message)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      socket.close(POLICY_VIOLATION, error.message.slice(0, MAX_REASON_CHARACTERS).replace(/[^\x20-\x7e]/g, '?'))
    }
  })
  socket.on('close', () => link.close())
  socket.on('error', () => socket.terminate()) // a frame that breaks the protocol; 'close' follows
}
