/** pg-boss over a PostgreSQL of our own, told of new jobs by NOTIFY; jobs run in its process. */
import type { Measurement } from '../bench.ts'
import { PAYLOAD } from '../payload.ts'
import { StartClock } from '../startClock.ts'
import { atOnce } from './atOnce.ts'
import { loadPeer } from './installPeers.ts'
import { type PostgresServer, startPostgres } from './postgresServer.ts'

/** The parts of its API that are used here. */
type Job = { id: string }
type PgBoss = {
  on(event: 'error', listener: (error: Error) => void): void
  start(): Promise<unknown>
  stop(options: { graceful: boolean; close: boolean }): Promise<void>
  createQueue(name: string, options: { notify: boolean }): Promise<void>
  send(name: string, data: object): Promise<string | null>
  insert(name: string, jobs: { data: object }[]): Promise<unknown>
  work(
    name: string,
    options: {
      batchSize: number
      localConcurrency: number
      burstWhenBatchFull?: boolean
      pollingIntervalSeconds: number
    },
    run: (jobs: Job[]) => Promise<unknown>,
  ): Promise<string>
}
type Package = { PgBoss: new (options: object) => PgBoss }

const NAME = 'bench'
const DATA: object = JSON.parse(PAYLOAD)
const BULK_COUNT = 1_000
const SHORTEST_POLL_SECONDS = 0.5
/** What drained fastest here. */
const DRAINING = { batchSize: 500, localConcurrency: 2, burstWhenBatchFull: true }

async function startBoss({ socketDir, user }: PostgresServer): Promise<PgBoss> {
  const { PgBoss } = loadPeer<Package>('pg-boss')
  const boss = new PgBoss({ host: socketDir, user, database: 'postgres', max: 10, useListenNotify: true })
  boss.on('error', console.error)
  await boss.start()
  await boss.createQueue(NAME, { notify: true })
  return boss
}

const stop = (boss: PgBoss) => boss.stop({ graceful: false, close: true })

export async function pgBossSubmit({ one, many }: { one: number; many: number }): Promise<Measurement> {
  await using postgres = await startPostgres()
  const boss = await startBoss(postgres)
  const send = () => boss.send(NAME, DATA)
  await atOnce(64, 500, send)
  const measurement = {
    one_at_a_time_per_second: await atOnce(1, one, send),
    at_64_at_once_per_second: await atOnce(64, many, send),
  }
  await stop(boss)
  return measurement
}

export async function pgBossDrain(count: number): Promise<Measurement> {
  await using postgres = await startPostgres()
  const boss = await startBoss(postgres)
  for (let added = 0; added < count; added += BULK_COUNT) {
    const jobs = Array.from({ length: Math.min(BULK_COUNT, count - added) }, () => ({ data: DATA }))
    await boss.insert(NAME, jobs)
  }
  const over = Promise.withResolvers<void>()
  let doneCount = 0
  const startedMs = performance.now()
  await boss.work(NAME, { ...DRAINING, pollingIntervalSeconds: SHORTEST_POLL_SECONDS }, async (jobs) => {
    doneCount += jobs.length
    if (doneCount >= count) over.resolve()
  })
  await over.promise
  const elapsedMs = performance.now() - startedMs
  await stop(boss)
  return { tasks_per_second: (count * 1_000) / elapsedMs }
}

export async function pgBossLatency(count: number): Promise<Measurement> {
  await using postgres = await startPostgres()
  const boss = await startBoss(postgres)
  const clock = new StartClock<string>()
  const options = { batchSize: 1, localConcurrency: 1, pollingIntervalSeconds: SHORTEST_POLL_SECONDS }
  await boss.work(NAME, options, async (jobs) => {
    for (const { id } of jobs) clock.begun(id)
  })
  const measurement = await clock.measure(count, async () => (await boss.send(NAME, DATA)) ?? '')
  await stop(boss)
  return measurement
}
