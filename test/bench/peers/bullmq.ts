/** BullMQ over a redis-server of our own; jobs run in its process or, sandboxed, in processes beside it. */
import { availableParallelism } from 'node:os'
import type { Measurement } from '../bench.ts'
import { PAYLOAD } from '../payload.ts'
import { StartClock } from '../startClock.ts'
import { atOnce } from './atOnce.ts'
import { loadPeer } from './installPeers.ts'
import { startRedis } from './redisServer.ts'

/** The parts of its API that are used here. */
type Job = { id: string }
type Queue = {
  waitUntilReady(): Promise<unknown>
  add(name: string, data: unknown): Promise<Job>
  addBulk(jobs: { name: string; data: unknown }[]): Promise<Job[]>
  close(): Promise<void>
}
type Worker = {
  on(event: 'completed', listener: () => void): void
  waitUntilReady(): Promise<unknown>
  close(force?: boolean): Promise<void>
}
type Connection = { connection: { path: string; maxRetriesPerRequest: null } }
type Bullmq = {
  Queue: new (name: string, options: Connection) => Queue
  Worker: new (
    name: string,
    run: ((job: Job) => Promise<unknown>) | string,
    options: Connection & { concurrency: number },
  ) => Worker
}

const NAME = 'bench'
const DATA = JSON.parse(PAYLOAD)
const CONCURRENCY_COUNT = 100
const BULK_COUNT = 1_000
const SANDBOXED_NOOP = new URL('./sandboxedNoop.cjs', import.meta.url).pathname

const load = () => loadPeer<Bullmq>('bullmq')
const connectionOf = (path: string): Connection => ({ connection: { path, maxRetriesPerRequest: null } })

export async function bullmqSubmit({ one, many }: { one: number; many: number }): Promise<Measurement> {
  await using redis = await startRedis()
  const queue = new (load().Queue)(NAME, connectionOf(redis.socketPath))
  const add = () => queue.add(NAME, DATA)
  await atOnce(64, 500, add)
  const measurement = {
    one_at_a_time_per_second: await atOnce(1, one, add),
    at_64_at_once_per_second: await atOnce(64, many, add),
  }
  await queue.close()
  return measurement
}

export async function bullmqDrain(count: number, where: 'in process' | 'sandboxed'): Promise<Measurement> {
  await using redis = await startRedis()
  const { Queue, Worker } = load()
  const connection = connectionOf(redis.socketPath)
  const queue = new Queue(NAME, connection)
  for (let added = 0; added < count; added += BULK_COUNT) {
    const jobs = Array.from({ length: Math.min(BULK_COUNT, count - added) }, () => ({ name: NAME, data: DATA }))
    await queue.addBulk(jobs)
  }
  const over = Promise.withResolvers<void>()
  const isSandboxed = where === 'sandboxed'
  const startedMs = performance.now()
  const worker = new Worker(NAME, isSandboxed ? SANDBOXED_NOOP : async () => 'done', {
    ...connection,
    concurrency: isSandboxed ? availableParallelism() : CONCURRENCY_COUNT,
  })
  let doneCount = 0
  worker.on('completed', () => {
    if (++doneCount === count) over.resolve()
  })
  await over.promise
  const elapsedMs = performance.now() - startedMs
  await worker.close(true)
  await queue.close()
  return { tasks_per_second: (count * 1_000) / elapsedMs }
}

export async function bullmqLatency(count: number): Promise<Measurement> {
  await using redis = await startRedis()
  const { Queue, Worker } = load()
  const connection = connectionOf(redis.socketPath)
  const queue = new Queue(NAME, connection)
  const clock = new StartClock<string>()
  const worker = new Worker(NAME, async ({ id }) => clock.begun(id), { ...connection, concurrency: 1 })
  await worker.waitUntilReady()
  const measurement = await clock.measure(count, async () => (await queue.add(NAME, DATA)).id)
  await worker.close(true)
  await queue.close()
  return measurement
}
