/**
 * MessageChannelMain over real channels. As with Electron's own, a port cannot be handed to a Worker or
 * cloned (electron#33086): the attempt throws DataCloneError. It can go to a page, once.
 */
import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort, markAsUncloneable, markAsUntransferable } from 'node:worker_threads'

export class FakeMessagePortMain extends EventEmitter {
  #port: MessagePort | null
  readonly #waiting: unknown[] = []
  #isStarted = false

  constructor(port: MessagePort) {
    super()
    markAsUncloneable(this)
    markAsUntransferable(this)
    this.#port = port
    port.on('message', this.#receive)
    port.on('close', this.#closed)
  }

  readonly #receive = (data: unknown) => {
    if (this.#isStarted) this.emit('message', { data, ports: [] })
    else this.#waiting.push(data)
  }
  readonly #closed = () => {
    this.#port = null
    this.emit('close')
  }

  postMessage(message: unknown, transfer: FakeMessagePortMain[] = []): void {
    this.#port?.postMessage(message, transfer as unknown as []) // ports among it: DataCloneError
  }

  start(): void {
    this.#isStarted = true
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] })
  }

  close(): void {
    this.#port?.close()
  }

  /** Only for pages: what a page finds in the event. The port is gone from here. */
  leave(): MessagePort {
    if (this.#port === null) throw new DOMException('the port is closed or gone', 'DataCloneError')
    const port = this.#port
    this.#port = null
    port.off('message', this.#receive)
    port.off('close', this.#closed)
    return port
  }
}

export class FakeMessageChannelMain {
  readonly port1: FakeMessagePortMain
  readonly port2: FakeMessagePortMain

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new FakeMessagePortMain(port1)
    this.port2 = new FakeMessagePortMain(port2)
  }
}
