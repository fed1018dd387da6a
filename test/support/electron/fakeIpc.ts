/** ipcMain, a page's ipcRenderer and its frame. Messages are copied and arrive in a later turn, as between processes. */
import { EventEmitter } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { fakeEvent } from './fakeEvents.ts'
import type { FakeMessagePortMain } from './fakePorts.ts'

export class FakeIpcMain extends EventEmitter {}

export class FakeIpcRenderer extends EventEmitter {
  readonly #deliver: (channel: string, args: unknown[]) => void
  constructor(deliver: (channel: string, args: unknown[]) => void) {
    super()
    this.#deliver = deliver
  }

  send(channel: string, ...args: unknown[]): void {
    const copies = structuredClone(args)
    setImmediate(() => this.#deliver(channel, copies))
  }
}

export type FramePlace = { url: string; parent: FakeWebFrameMain | null; ipcRenderer: FakeIpcRenderer | null }

export class FakeWebFrameMain {
  readonly url: string
  readonly parent: FakeWebFrameMain | null
  readonly seen = { ports: [] as MessagePort[], isGone: false }
  readonly #ipcRenderer: FakeIpcRenderer | null

  constructor({ url, parent, ipcRenderer }: FramePlace) {
    this.url = url
    this.parent = parent
    this.#ipcRenderer = ipcRenderer
  }

  postMessage(channel: string, message: unknown, transfer: FakeMessagePortMain[] = []): void {
    if (this.seen.isGone) throw new Error('Render frame was disposed before WebFrameMain could be accessed')
    const copy = structuredClone(message)
    const ports = transfer.map((port) => port.leave())
    this.seen.ports.push(...ports)
    setImmediate(() => {
      if (!this.seen.isGone) this.#ipcRenderer?.emit(channel, fakeEvent({ ports }), copy)
    })
  }

  /** The page has gone, and its ports with it. */
  leave(): void {
    this.seen.isGone = true
    for (const port of this.seen.ports) port.close()
  }
}
