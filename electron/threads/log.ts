/** The log thread: stores and reads captured output, and checkpoints the task database. Wiring only. */

import { systemClock } from '../base/clock.ts'
import type {
  LogToSamples,
  LogToScheduler,
  LogToStore,
  SamplesToLog,
  SchedulerToLog,
  StoreToLog,
} from '../base/logMessages.ts'
import { answerCalls } from '../base/portRpc.ts'
import { runThread } from '../base/threadLink.ts'
import { createLogService } from '../logs/logService.ts'

await runThread(({ options, notify, onConnect }) => {
  const { workspaceDir, hostId, maxDatabasePages: maxPages } = options
  const service = createLogService({ workspaceDir, hostId, maxPages, clock: systemClock, notify })

  onConnect('scheduler', (port) => {
    const reply = (message: LogToScheduler | LogToSamples) => port.postMessage(message)
    port.on('message', (message: SchedulerToLog | SamplesToLog) =>
      message.kind === 'samples' ? service.onSamples(message, reply) : service.onSchedulerMessage(message, reply),
    )
  })
  onConnect('store', (port) => {
    const reply = (message: LogToStore) => port.postMessage(message)
    port.on('message', (message: StoreToLog) => {
      if (message.kind === 'checkpoint') void service.onStoreMessage(message, reply)
    })
  })
  const revisionAfter = (known: number) => service.revision.revisionAfter(known)
  for (const peer of ['reader', 'gateway'] as const) {
    onConnect(peer, (port) =>
      answerCalls(port, { ...service.reads, revisionAfter }, (error) =>
        notify({
          level: 'error',
          code: 'logs_unreadable',
          message: `Captured output cannot be read: ${String(error)}`,
        }),
      ),
    )
  }
  return service
})
