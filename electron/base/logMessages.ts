/**
 * What the log thread hears and answers. Here and not in electron/engine, because electron/logs may
 * not import the engine (DESIGN.md section 9); electron/engine/messages.ts hands these on.
 */
import type { WireError } from '../../shared/errors.ts'
import type { Samples } from './instanceCalls.ts'
import type { MetricsMessage, MetricsStored } from './metricMessages.ts'

/** A piece of captured output. `key` null: written while no attempt was running. */
export type OutputChunk = {
  key: number | null
  attempt: number | null
  functionId: number
  instanceId: string
  stream: OutputStream
  atMs: number
  text: string
}
export type OutputStream = 'stdout' | 'stderr' | 'system' // system: our own marks, such as "output dropped"

/**
 * `batchId` grows by one with each batch of a scheduler, from 1. A batch is kept until `outputStored`
 * names it; what is left is sent again, in order, when the log thread was replaced.
 */
export type SchedulerToLog = { kind: 'output'; schedulerId: number; batchId: number; chunks: OutputChunk[] }
export type LogToScheduler = { kind: 'outputStored'; batchId: number }

/**
 * What an instance used so far, all of it; the last one comes after its end. Kept until `samplesStored`
 * names it, and sent again when the log thread was replaced.
 */
export type SamplesToLog = { kind: 'samples'; messageId: number; instanceId: string; samples: Samples }
export type LogToSamples = { kind: 'samplesStored'; messageId: number }

/** Sent when the WAL of the task database is over its limit (PERF.md section 2, item 2). */
export type StoreToLog = { kind: 'checkpoint' } | MetricsMessage
/** After `checkpointed` the store itself runs RESTART, which is short then. */
export type LogToStore =
  | { kind: 'checkpointed'; passes: number; lastPassMs: number }
  | { kind: 'checkpointFailed'; error: WireError }
  | MetricsStored
