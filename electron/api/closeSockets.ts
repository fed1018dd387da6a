/** Ends the WebSockets of a server that stops. */

/** WebSocket's own code for a server that goes away: a window connects again. */
const GOING_AWAY = 1001
/** A client that is frozen does not answer the farewell, and must not hold up the host. */
const FAREWELL_MS = 500

/** Says farewell to every client; calls `done` when all are gone. */
export function closeSockets(sockets: SocketServer, done: () => void): void {
  for (const socket of sockets.clients) socket.close(GOING_AWAY)
  const limit = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
  }, FAREWELL_MS)
  sockets.close(() => {
    clearTimeout(limit)
    done()
  })
}

/** What is used of ws. */
type SocketServer = {
  clients: Set<{ close(code: number): void; terminate(): void }>
  close(done: () => void): void
}
