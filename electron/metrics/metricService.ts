/**
 * What the log thread does for metrics: stores what the store counted, reads it back and prunes it, in the log
 * database. No failure of its own leaves it: metrics never stop tasks, nor logs.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import type { Clock } from '../base/clock.ts'
import type { MetricsMessage, MetricsStored } from '../base/metricMessages.ts'
import { Revision } from '../base/revision.ts'
import type { Notice } from '../base/threadLink.ts'
import { Coverage, TICK_MS } from './coverage.ts'
import { type FunctionNow, NOTHING_NOW } from './functionSummaries.ts'
import { type MetricFile, withMetrics } from './metricFile.ts'
import { createMetricReads, type MetricReads } from './metricReads.ts'
import { MetricWriter } from './metricWriter.ts'
import { KEPT_STEPS } from './steps.ts'

const PRUNE_EVERY_MS = MINUTE_MS
const ROWS_AT_ONCE = 200
const MARKS_KEPT_MS = 31 * 24 * 60 * MINUTE_MS
const SOURCES_KEPT_MS = 24 * 60 * MINUTE_MS
const FIRST_SCOPE = Number.MIN_SAFE_INTEGER

export type MetricServiceOptions = {
  file: MetricFile
  /** The same for every log thread of a host, another one for every host. */
  hostId: string
  clock: Clock
  notify(notice: Notice): void
  retryAfterMs?: number
}
export type MetricService = {
  onStoreMessage(message: MetricsMessage, reply: (message: MetricsStored) => void): void
  reads: MetricReads
  /** Grows when a second was stored. */
  revision: Revision
  /** Says that this thread is awake; it does so by itself each second. */
  tick(): void
  /** Deletes what is older than it is kept for; resolves to the number of rows. */
  prune(): Promise<number>
  /** Call it before the file is closed. */
  stop(): void
}

export function createMetricService(options: MetricServiceOptions): MetricService {
  const { file, clock, notify } = options
  const coverage = new Coverage(options)
  const revision = new Revision()
  const writer = new MetricWriter({ ...options, coverage, stored: () => revision.grow() })
  let latest = { atMs: 0, functions: new Map<number, FunctionNow>() }
  let isStopped = false
  const tickTimer = setInterval(() => coverage.tick(), TICK_MS)
  const pruneTimer = setInterval(() => void pruneQuietly(), PRUNE_EVERY_MS)
  void pruneQuietly()

  return {
    onStoreMessage(message, reply) {
      keepNow(message)
      writer.accept(message, reply)
    },
    reads: createMetricReads({ file, coverage, clock, now: (id) => latest.functions.get(id) ?? NOTHING_NOW }),
    revision,
    tick: () => coverage.tick(),
    prune,
    stop() {
      isStopped = true
      clearInterval(tickTimer)
      clearInterval(pruneTimer)
      writer.stop()
      coverage.tick()
      coverage.write()
    },
  }

  /** Whoever is not in the last second has nothing that waits, runs or lives. */
  function keepNow({ second }: MetricsMessage): void {
    if (second.atMs < latest.atMs) return // sent again
    const functions = second.functions.map(({ functionId, now, values }): [number, FunctionNow] => {
      return [functionId, { ...now, oldestAgeMs: now.backlog === 0 ? null : values.oldestAgeMs }]
    })
    latest = { atMs: second.atMs, functions: new Map(functions) }
  }

  async function pruneQuietly(): Promise<void> {
    try {
      await prune()
    } catch (error) {
      notify({ level: 'info', code: 'metrics_not_pruned', message: `Old metrics were not deleted now: ${error}` })
    }
  }

  async function prune(): Promise<number> {
    const nowMs = clock.nowMs()
    let deletedCount = 0
    for (const { stepS, keptMs } of KEPT_STEPS) {
      const beforeS = Math.floor((nowMs - keptMs) / SECOND_MS)
      for (let scope = nextScope(stepS, FIRST_SCOPE); scope !== null; scope = nextScope(stepS, scope)) {
        for (let deleted = ROWS_AT_ONCE; deleted === ROWS_AT_ONCE && !isStopped; await nextTurn()) {
          const old = { stepS, scope, beforeS, limit: ROWS_AT_ONCE }
          deleted = withMetrics(file, ({ sql }) => sql.deleteOld.run(old).changes)
          deletedCount += deleted
        }
        if (isStopped) return deletedCount
      }
    }
    withMetrics(file, ({ sql }) => {
      sql.deleteOldMarks.run({ beforeMs: nowMs - MARKS_KEPT_MS, limit: ROWS_AT_ONCE })
      sql.deleteOldCoverage.run({ beforeMs: nowMs - MARKS_KEPT_MS })
      sql.deleteOldSources.run({ beforeMs: nowMs - SOURCES_KEPT_MS })
    })
    return deletedCount
  }

  function nextScope(stepS: number, scope: number): number | null {
    if (isStopped) return null
    return withMetrics(file, ({ sql }) => sql.nextScope.get({ stepS, scope }) ?? null)
  }
}
