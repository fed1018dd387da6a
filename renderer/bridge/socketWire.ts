/** The connection to the browser host: a WebSocket to where the page came from. */
import { attach, detach } from '../../shared/contract/attachments.ts'
import { SOCKET_PATH, SOCKET_PROTOCOL, TOKEN_PROTOCOL_PREFIX, type ToWindow } from '../../shared/contract/link.ts'
import type { OpenWire } from './linkClient.ts'

/** `token` is null where the host set a cookie for this page. */
export function socketWire({ baseUrl, token }: { baseUrl: string; token: string | null }): OpenWire {
  return ({ opened, received, closed }) => {
    const protocols = token === null ? [SOCKET_PROTOCOL] : [SOCKET_PROTOCOL, `${TOKEN_PROTOCOL_PREFIX}${token}`]
    const socket = new WebSocket(new URL(SOCKET_PATH, baseUrl.replace(/^http/, 'ws')), protocols)
    socket.binaryType = 'arraybuffer'
    let attachments: Uint8Array[] = []
    socket.addEventListener('open', opened)
    socket.addEventListener('close', closed)
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (typeof data !== 'string') {
        attachments.push(new Uint8Array(data))
        return
      }
      const message = attach({ text: data, attachments })
      attachments = []
      received(message as ToWindow) // the host sends nothing else
    })
    return {
      send(message) {
        const { text, attachments } = detach(message)
        for (const bytes of attachments) socket.send(new Uint8Array(bytes))
        socket.send(text)
      },
      close: () => socket.close(),
    }
  }
}
