/** The log thread: stores and reads captured output and metrics, and checkpoints the task database. Wiring only. */
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
import { createMetricService } from '../metrics/metricService.ts'

await runThread(({ options, notify, onConnect }) => {
  const { workspaceDir, hostId, maxDatabasePages: maxPages } = options
  const service = createLogService({ workspaceDir, hostId, maxPages, clock: systemClock, notify })
  const metrics = createMetricService({ file: service.file, hostId, clock: systemClock, notify })

  onConnect('scheduler', (port) => {
    const reply = (message: LogToScheduler | LogToSamples) => port.postMessage(message)
    port.on('message', (message: SchedulerToLog | SamplesToLog) =>
      message.kind === 'samples' ? service.onSamples(message, reply) : service.onSchedulerMessage(message, reply),
    )
  })
  onConnect('store', (port) => {
    const reply = (message: LogToStore) => port.postMessage(message)
    port.on('message', (message: StoreToLog) => {
      if (message.kind === 'metrics') metrics.onStoreMessage(message, reply)
      else void service.onStoreMessage(message, reply)
    })
  })
  const reads = {
    ...service.reads,
    ...metrics.reads,
    revisionAfter: (known: number) => service.revision.revisionAfter(known),
    metricRevisionAfter: (known: number) => metrics.revision.revisionAfter(known),
  }
  for (const peer of ['reader', 'gateway'] as const) {
    onConnect(peer, (port) =>
      answerCalls(port, reads, (error) =>
        notify({
          level: 'error',
          code: 'logs_unreadable',
          message: `Captured output cannot be read: ${String(error)}`,
        }),
      ),
    )
  }
  return {
    async stop() {
      metrics.stop()
      await service.stop()
    },
  }
})
