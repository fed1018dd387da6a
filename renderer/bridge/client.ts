/** The window's one connection to its host, and the contract over it. */
import type { ConsoleContract } from '../../shared/contract/console.contract.ts'
import type { Client, InputOf, ItemOf, StreamName } from '../../shared/contract/contract.ts'
import { createClient } from '../../shared/contract/createClient.ts'
import { type AppError, fromWireError } from '../../shared/errors.ts'
import { LinkClient, type LinkStatus, type OpenWire } from './linkClient.ts'

let link: LinkClient | null = null

/** Once, before anything is asked. Tests connect to a host of their own, again and again. */
export function connect(openWire: OpenWire): void {
  link?.close()
  link = new LinkClient(openWire)
  const connected = link
  for (const listener of statusListeners) {
    connected.onStatus(listener)
    listener(connected.status)
  }
}

/** `client['tasks.get']({…})` resolves to the task or rejects with `AppError`. */
export const client: Client<ConsoleContract> = createClient<ConsoleContract>((name, input, signal) =>
  connected().call(name, input, signal),
)

type Streams = ConsoleContract
export function watch<N extends StreamName<Streams>>(
  name: N,
  input: InputOf<Streams[N]>,
  handlers: { onItem(item: ItemOf<Streams[N]>): void; onError(error: AppError): void },
): () => void {
  return connected().watch(name, input, {
    onItem: (item) => handlers.onItem(item as ItemOf<Streams[N]>), // checked by the answering side
    onError: (error) => handlers.onError(fromWireError(error)),
  })
}

const statusListeners = new Set<(status: LinkStatus) => void>()
export function onLinkStatus(listener: (status: LinkStatus) => void): () => void {
  statusListeners.add(listener)
  const off = link?.onStatus(listener)
  return () => {
    statusListeners.delete(listener)
    off?.()
  }
}

export const linkStatus = (): LinkStatus => link?.status ?? 'connecting'

function connected(): LinkClient {
  if (link === null) throw new Error('connect() comes first')
  return link
}
