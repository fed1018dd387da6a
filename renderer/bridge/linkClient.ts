/**
 * The window's end of its connection to the host (shared/contract/link.ts). Connects again when it was
 * lost, and then watches again what was watched; calls under way when it was lost reject with
 * `unavailable`, because nobody knows whether they were carried out.
 */
import type { CancelSignal, Reply } from '../../shared/contract/contract.ts'
import type { ToHost, ToWindow } from '../../shared/contract/link.ts'
import type { WireError } from '../../shared/errors.ts'

/** connecting: for the first time; lost: it was there, and is tried again. */
export type LinkStatus = 'connecting' | 'open' | 'lost'

export type Wire = { send(message: ToHost): void; close(): void }
export type WireEvents = { opened(): void; received(message: ToWindow): void; closed(): void }
export type OpenWire = (events: WireEvents) => Wire

type Watch = { name: string; input: unknown; onItem(item: unknown): void; onError(error: WireError): void }

type Later = (run: () => void, delayMs: number) => void

const FIRST_RETRY_MS = 200
const MAX_RETRY_MS = 3_000

export class LinkClient {
  readonly #openWire: OpenWire
  readonly #later: Later
  readonly #calls = new Map<number, (reply: Reply) => void>()
  readonly #watches = new Map<number, Watch>()
  readonly #waitingToOpen: (() => void)[] = []
  readonly #listeners = new Set<(status: LinkStatus) => void>()
  #wire: Wire | null = null
  #status: LinkStatus = 'connecting'
  #retryMs = FIRST_RETRY_MS
  #lastId = 0
  #isClosed = false

  constructor(openWire: OpenWire, later: Later = (run, delayMs) => setTimeout(run, delayMs)) {
    this.#openWire = openWire
    this.#later = later
    this.#connect()
  }

  get status(): LinkStatus {
    return this.#status
  }

  onStatus(listener: (status: LinkStatus) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Waits while the link is first connecting; rejects at once, with a reply, while it is lost. */
  call(name: string, input: unknown, signal?: CancelSignal): Promise<Reply> {
    if (this.#isClosed || this.#status === 'lost') return Promise.resolve(UNAVAILABLE)
    const id = ++this.#lastId
    return new Promise((resolve) => {
      const cancel = () => this.#send({ kind: 'cancel', id })
      this.#calls.set(id, (reply) => {
        signal?.removeEventListener('abort', cancel)
        resolve(reply)
      })
      this.#whenOpen(() => {
        if (!this.#calls.has(id)) return
        this.#send({ kind: 'call', id, name, input })
        if (signal?.aborted) cancel()
        else signal?.addEventListener('abort', cancel)
      })
    })
  }

  /** Until the returned function is called, whatever happens to the connection in between. */
  watch(name: string, input: unknown, handlers: Pick<Watch, 'onItem' | 'onError'>): () => void {
    const id = ++this.#lastId
    this.#watches.set(id, { name, input, ...handlers })
    if (this.#status === 'open') this.#send({ kind: 'watch', id, name, input })
    return () => {
      if (this.#watches.delete(id) && this.#status === 'open') this.#send({ kind: 'cancel', id })
    }
  }

  close(): void {
    this.#isClosed = true
    this.#wire?.close()
    this.#lose()
  }

  #connect(): void {
    let isOver = false
    const wire = this.#openWire({
      opened: () => this.#opened(),
      received: (message) => {
        if (!isOver) this.#receive(message)
      },
      closed: () => {
        if (isOver) return
        isOver = true
        this.#wire = null
        this.#lose()
        if (!this.#isClosed) this.#later(() => this.#isClosed || this.#connect(), this.#retryMs)
        this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS)
      },
    })
    this.#wire = wire
  }

  #opened(): void {
    this.#retryMs = FIRST_RETRY_MS
    this.#setStatus('open')
    for (const [id, { name, input }] of this.#watches) this.#send({ kind: 'watch', id, name, input })
    for (const run of this.#waitingToOpen.splice(0)) run()
  }

  #receive(message: ToWindow): void {
    if (message.kind === 'item') {
      this.#watches.get(message.id)?.onItem(message.item)
      this.#send({ kind: 'taken', id: message.id })
      return
    }
    const watch = this.#watches.get(message.id)
    if (watch !== undefined && !message.reply.ok) watch.onError(message.reply.error)
    const settle = this.#calls.get(message.id)
    this.#calls.delete(message.id)
    settle?.(message.reply)
  }

  /** A first connection that fails is tried again quietly: its calls go on waiting. */
  #lose(): void {
    if (this.#status === 'connecting' && !this.#isClosed) return
    this.#setStatus('lost')
    const settles = [...this.#calls.values()]
    this.#calls.clear()
    this.#waitingToOpen.length = 0
    for (const settle of settles) settle(UNAVAILABLE)
  }

  #whenOpen(run: () => void): void {
    if (this.#status === 'open') run()
    else this.#waitingToOpen.push(run)
  }

  #send(message: ToHost): void {
    if (this.#status === 'open') this.#wire?.send(message)
  }

  #setStatus(status: LinkStatus): void {
    if (status === this.#status) return
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }
}

const UNAVAILABLE: Reply = {
  ok: false,
  error: { code: 'unavailable', message: 'The host does not answer. The window connects again by itself.' },
}
