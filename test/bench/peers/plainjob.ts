/** plainjob: a queue in SQLite; jobs run one after the other in the process that added them. */
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { Measurement } from '../bench.ts'
import { type BenchDir, benchDir } from '../benchDir.ts'
import { PAYLOAD } from '../payload.ts'
import { StartClock } from '../startClock.ts'
import { loadPeer } from './installPeers.ts'

/** The parts of its API that are used here. */
type Queue = { add(type: string, data: unknown): { id: number }; close(): void }
type Logger = Record<'error' | 'warn' | 'info' | 'debug', (text: string) => void>
type Worker = { start(): Promise<void>; stop(): Promise<void> }
type Plainjob = {
  better(db: Database.Database): unknown
  defineQueue(options: { connection: unknown; logger: Logger; serializer(data: unknown): string }): Queue
  defineWorker(
    type: string,
    run: (job: { id: number; data: string }) => Promise<void>,
    options: { queue: Queue; logger: Logger; onCompleted?(): void },
  ): Worker
}

const TYPE = 'noop'
const WAITING_COUNT = 1_000
const silent = () => {}
const logger: Logger = { error: console.error, warn: silent, info: silent, debug: silent }

const load = () => loadPeer<Plainjob>('plainjob')

function openQueue(dir: BenchDir): Queue {
  const { better, defineQueue } = load()
  const connection = better(new Database(join(dir.path, 'plainjob.db')))
  return defineQueue({ connection, logger, serializer: String }) // the payload is text already
}

export async function plainjobSubmit({ many }: { many: number }): Promise<Measurement> {
  using dir = benchDir()
  const queue = openQueue(dir)
  const startedMs = performance.now()
  for (let added = 0; added < many; added++) queue.add(TYPE, PAYLOAD)
  const elapsedMs = performance.now() - startedMs
  queue.close()
  return { one_at_a_time_per_second: (many * 1_000) / elapsedMs }
}

export async function plainjobDrain(count: number): Promise<Measurement> {
  using dir = benchDir()
  const queue = openQueue(dir)
  for (let added = 0; added < count; added++) queue.add(TYPE, PAYLOAD)
  const over = Promise.withResolvers<void>()
  let doneCount = 0
  const onCompleted = () => {
    if (++doneCount === count) over.resolve()
  }
  const worker = load().defineWorker(TYPE, async () => {}, { queue, logger, onCompleted })
  const startedMs = performance.now()
  const stopped = worker.start()
  await over.promise
  const elapsedMs = performance.now() - startedMs
  await worker.stop()
  await stopped
  queue.close()
  return { tasks_per_second: (count * 1_000) / elapsedMs }
}

/** Adds whenever few wait, while a worker runs them. It never lets timers have their turn, so it is stopped from within. */
export async function plainjobSustained(forMs: number): Promise<Measurement> {
  using dir = benchDir()
  const queue = openQueue(dir)
  const over = Promise.withResolvers<number>()
  let addedCount = 0
  let doneCount = 0
  const fill = () => {
    for (; addedCount - doneCount < WAITING_COUNT; addedCount++) queue.add(TYPE, PAYLOAD)
  }
  const startedMs = performance.now()
  const onCompleted = () => {
    if (addedCount - ++doneCount < WAITING_COUNT / 2) fill()
    const elapsedMs = performance.now() - startedMs
    if (elapsedMs < forMs) return
    void worker.stop()
    over.resolve((doneCount * SECOND_MS) / elapsedMs)
  }
  const worker = load().defineWorker(TYPE, async () => {}, { queue, logger, onCompleted })
  fill()
  await worker.start()
  queue.close()
  return { in_engine_per_second: await over.promise }
}

export async function plainjobLatency(count: number): Promise<Measurement> {
  using dir = benchDir()
  const queue = openQueue(dir)
  const clock = new StartClock<number>()
  const worker = load().defineWorker(TYPE, async ({ id }) => clock.begun(id), { queue, logger })
  const stopped = worker.start()
  const measurement = await clock.measure(count, async () => queue.add(TYPE, PAYLOAD).id)
  await worker.stop()
  await stopped
  queue.close()
  return measurement
}
