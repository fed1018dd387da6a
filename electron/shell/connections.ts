/** Gives each window that asks a connection to the host: one at a time, the newest counts. */
import type { MessagePort } from 'node:worker_threads'
import { CONNECT_CHANNEL, PORT_CHANNEL } from './channels.ts'
import type { ContentsPort, ElectronPorts, FramePort } from './ports.ts'
import { relay } from './relay.ts'
import { isAppUrl } from './scheme.ts'

export type ConnectionsOptions = Pick<ElectronPorts, 'createChannel' | 'ipcMain'> & {
  connectWindow(): MessagePort | null
  isOurs(contents: Pick<ContentsPort, 'id'>): boolean
}

export class Connections {
  readonly #options: ConnectionsOptions
  readonly #byContents = new Map<number, { end(): void }>()

  constructor(options: ConnectionsOptions) {
    this.#options = options
    options.ipcMain.on(CONNECT_CHANNEL, ({ sender, senderFrame }, id: unknown) => {
      if (!options.isOurs(sender) || !isPage(senderFrame) || !Number.isSafeInteger(id)) return // not our page: no answer
      this.#connect({ contentsId: sender.id, frame: senderFrame, id })
    })
  }

  /** The page is gone, reloaded or crashed; its port says so too, but not always at once. */
  end(contentsId: number): void {
    this.#byContents.get(contentsId)?.end()
  }

  #connect({ contentsId, frame, id }: { contentsId: number; frame: FramePort; id: unknown }): void {
    this.end(contentsId)
    const threadPort = this.#options.connectWindow()
    if (threadPort === null) return frame.postMessage(PORT_CHANNEL, id, [])
    const { port1, port2 } = this.#options.createChannel()
    frame.postMessage(PORT_CHANNEL, id, [port2])
    const connection = relay({ windowPort: port1, threadPort }, () => {
      if (this.#byContents.get(contentsId) === connection) this.#byContents.delete(contentsId)
    })
    this.#byContents.set(contentsId, connection)
  }
}

/** Only the page itself, never a frame in it or a page that is not ours. */
function isPage(frame: FramePort | null): frame is FramePort {
  return frame !== null && frame.parent === null && isAppUrl(frame.url)
}
