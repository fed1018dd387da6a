/**
 * What a window and its host say to each other over one connection, a socket or a port. Ids are the
 * window's and unique per connection. A stream's next item is sent once the one before was taken, and
 * until then a newer item replaces it: nothing ever piles up (DESIGN.md section 7).
 */
import type { Reply } from './contract.ts'

export type ToHost =
  | { kind: 'call'; id: number; name: string; input: unknown }
  | { kind: 'watch'; id: number; name: string; input: unknown }
  | { kind: 'taken'; id: number } // the item of a stream
  | { kind: 'cancel'; id: number } // a call or a stream; it is still answered

export type ToWindow =
  | { kind: 'answer'; id: number; reply: Reply } // of a call, or a stream's end
  | { kind: 'item'; id: number; item: unknown }

/** Where the socket is, and what a window names as its subprotocol; the token is a second one after it. */
export const SOCKET_PATH = '/api/socket'
export const SOCKET_PROTOCOL = 'taskyard.v1'
export const TOKEN_PROTOCOL_PREFIX = 'token.'
