/**
 * What the log thread does: stores the schedulers' output, reads it back, prunes it, and checkpoints
 * the task database for the store. No failure of its own leaves it: logs never stop tasks.
 */
import { AppError, toWireError } from '../../shared/errors.ts'
import type { Clock } from '../base/clock.ts'
import type {
  LogToSamples,
  LogToScheduler,
  LogToStore,
  SamplesToLog,
  SchedulerToLog,
  StoreToLog,
} from '../base/logMessages.ts'
import { Revision } from '../base/revision.ts'
import type { Notice } from '../base/threadLink.ts'
import { checkpointUntilCaughtUp } from '../storage/checkpointer.ts'
import { InstanceSamples, type SampleReads } from './instanceSamples.ts'
import { LogFile } from './logFile.ts'
import { createLogReads, type LogReads } from './logReads.ts'
import { OutputWriter } from './outputWriter.ts'
import { DEFAULT_LOG_RETENTION, type LogRetention, PRUNE_EVERY_MS, prune } from './retention.ts'

export type LogServiceOptions = {
  workspaceDir: string
  /** The same for every log thread of a host, another one for every host. */
  hostId: string
  clock: Clock
  notify(notice: Notice): void
  retention?: LogRetention
  maxPages?: number | null // SQLite's max_page_count, to test a full disk
  maxPendingBytes?: number
  retryAfterMs?: number
}

export type LogService = {
  onSchedulerMessage(message: SchedulerToLog, reply: (message: LogToScheduler) => void): void
  onSamples(message: SamplesToLog, reply: (message: LogToSamples) => void): void
  onStoreMessage(message: StoreToLog, reply: (message: LogToStore) => void): Promise<void>
  reads: LogReads & SampleReads
  /** Grows when output was stored. */
  revision: Revision
  /** The log database, where metrics are kept, too. */
  file: Pick<LogFile, 'use'>
  /** Resolves when everything pending is stored and nothing runs any more. */
  stop(): Promise<void>
}

/** Throws `AppError('workspace_newer')` for a log database that a newer version wrote. */
export function createLogService(options: LogServiceOptions): LogService {
  const { workspaceDir, hostId, clock, notify, maxPages = null, retention = DEFAULT_LOG_RETENTION } = options
  const file = new LogFile({ workspaceDir, maxPages, notify })
  openEarly()
  const samples = new InstanceSamples({ file, notify })
  const revision = new Revision()
  const writer = new OutputWriter({ ...options, file, stored: () => revision.grow() })
  const stopping = new AbortController()
  const running = new Set<Promise<unknown>>()
  const pruneTimer = setInterval(() => void track(pruneQuietly()), PRUNE_EVERY_MS)
  void track(pruneQuietly())

  return {
    onSchedulerMessage: (message, reply) => writer.accept(message, reply),
    onSamples: (message, reply) => samples.accept(message, reply),
    onStoreMessage: (_message, reply) => track(checkpoint(reply)),
    reads: { ...createLogReads(file, clock), ...samples.reads },
    revision,
    file,
    async stop() {
      clearInterval(pruneTimer)
      stopping.abort()
      await Promise.all(running)
      writer.stop()
      file.close()
    },
  }

  /** Any other failure is met again, told and retried when there is something to store. */
  function openEarly(): void {
    try {
      file.use(() => {})
    } catch (error) {
      if (error instanceof AppError) throw error
    }
  }

  async function checkpoint(reply: (message: LogToStore) => void): Promise<void> {
    try {
      reply({ kind: 'checkpointed', ...(await checkpointUntilCaughtUp(workspaceDir, clock.elapsedMs)) })
    } catch (error) {
      reply({ kind: 'checkpointFailed', error: toWireError(error) })
    }
  }

  async function pruneQuietly(): Promise<void> {
    try {
      samples.prune({ nowMs: clock.nowMs(), retention })
      await prune(file, { nowMs: clock.nowMs(), hostId, retention, stopping: stopping.signal })
    } catch (error) {
      notify({ level: 'info', code: 'logs_not_pruned', message: `Old output was not deleted now: ${String(error)}` })
    }
  }

  function track(work: Promise<void>): Promise<void> {
    running.add(work)
    return work.finally(() => running.delete(work))
  }
}
