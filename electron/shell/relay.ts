/**
 * Carries messages between a window's port and a thread's port, as they are.
 *
 * Main does this because an Electron port cannot be handed to a Worker. It holds nothing back: the link
 * has one item of each stream on its way and answers one message a call (shared/contract/link.ts), so
 * what can pile up here is bounded by what the window itself has asked for.
 */
import type { MessagePort } from 'node:worker_threads'
import type { WindowSidePort } from './ports.ts'

/** `onEnd` is called once, whichever side ended it. */
export function relay(
  { windowPort, threadPort }: { windowPort: WindowSidePort; threadPort: MessagePort },
  onEnd: () => void,
): { end(): void } {
  let isOver = false
  const end = () => {
    if (isOver) return
    isOver = true
    windowPort.close()
    threadPort.close()
    onEnd()
  }
  windowPort.on('message', ({ data }) => isOver || threadPort.postMessage(data))
  threadPort.on('message', (message: unknown) => isOver || windowPort.postMessage(message))
  windowPort.on('close', end)
  threadPort.on('close', end)
  threadPort.on('messageerror', end)
  windowPort.start()
  return { end }
}
