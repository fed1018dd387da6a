/** Entry of a scheduler thread: wires ports to the scheduler. */
import type { MessagePort } from 'node:worker_threads'
import { systemClock } from '../base/clock.ts'
import { answerCalls } from '../base/portRpc.ts'
import { runThread } from '../base/threadLink.ts'
import { Scheduler, TICK_MS } from '../engine/scheduling/scheduler.ts'

await runThread(({ options, notify, onConnect }) => {
  let store: MessagePort | null = null
  let log: MessagePort | null = null
  const scheduler = new Scheduler({
    clock: systemClock,
    options,
    notify,
    toStore: (report) => store?.postMessage(report),
    toLog: (message) => log?.postMessage(message),
  })
  onConnect('store', (port) => {
    store = port
    port.on('message', (message) => scheduler.fromStore(message))
  })
  onConnect('log', (port) => {
    log?.close()
    log = port
    port.on('message', (message) => scheduler.fromLog(message))
    scheduler.logConnected()
  })
  onConnect('gateway', (port) => {
    const calls = scheduler.instanceCalls
    void calls.setTerminals({}) // those of a gateway that is gone are gone, too
    answerCalls(port, calls, (error) => notify({ level: 'error', code: 'internal', message: String(error) }))
  })
  const ticks = setInterval(() => scheduler.tick(), TICK_MS)
  return {
    async stop() {
      clearInterval(ticks)
      await scheduler.close()
    },
  }
})
