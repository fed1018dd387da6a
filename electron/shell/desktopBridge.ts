/**
 * What the page gets from the preload script: connections, made of two functions each. Ports, events and
 * ipcRenderer stay on this side. What the page sends before its port has come waits for it.
 */
import type { IpcRenderer } from 'electron/renderer'
import { CONNECT_CHANNEL, PORT_CHANNEL } from './channels.ts'

/** A web MessagePort; this folder has no types of a browser. */
type PagePort = {
  onmessage: ((event: { data: unknown }) => void) | null
  addEventListener(event: 'close', listener: () => void): void
  postMessage(message: unknown): void
  close(): void
}

export function desktopBridge(ipc: Pick<IpcRenderer, 'on' | 'send'>) {
  const waiting = new Map<unknown, (port: PagePort | null) => void>()
  let lastId = 0
  ipc.on(PORT_CHANNEL, (event, id: unknown) => {
    const port = (event.ports[0] ?? null) as unknown as PagePort | null // Electron's types leave it to the browser's
    const take = waiting.get(id)
    waiting.delete(id)
    if (take === undefined) port?.close()
    else take(port)
  })

  return {
    connect(received: (message: unknown) => void): { send(message: unknown): void; close(): void } {
      const id = ++lastId
      const early: unknown[] = []
      let port: PagePort | null = null
      let isOver = false
      const end = () => {
        if (isOver) return
        isOver = true
        received(null)
      }
      waiting.set(id, (given) => {
        if (given === null) return end()
        port = given
        port.onmessage = ({ data }) => isOver || received(data)
        port.addEventListener('close', end)
        for (const message of early.splice(0)) port.postMessage(message)
      })
      ipc.send(CONNECT_CHANNEL, id)
      return {
        send(message) {
          if (isOver) return
          if (port === null) early.push(message)
          else port.postMessage(message)
        },
        close() {
          isOver = true
          waiting.delete(id)
          port?.close()
        },
      }
    },
  }
}
