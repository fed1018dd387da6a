/** How fast does a backlog that already waits go through real function instances? */
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { startBenchHost } from './benchHost.ts'
import { HELD_NOOP } from './benchProject.ts'
import { PAYLOAD } from './payload.ts'
import { bullmqDrain } from './peers/bullmq.ts'
import { pgBossDrain } from './peers/pgBoss.ts'
import { plainjobDrain } from './peers/plainjob.ts'
import { Roofline } from './roofline/roofline.ts'
import { submitLoad } from './submitLoad.ts'

const CONNECTION_COUNT = 64
/** As many as an account may have: the function is then as free as one without a reservation. */
const FREE_CONCURRENCY_COUNT = 100

const countOf = ({ isQuick }: RunSize) => (isQuick ? 2_000 : 50_000)

async function drainOurs(count: number): Promise<Measurement> {
  await using host = await startBenchHost()
  await submitLoad({ ...host, functionName: HELD_NOOP }, { connectionCount: CONNECTION_COUNT, count })
  const startedMs = performance.now()
  await host.client.putConcurrency(HELD_NOOP, FREE_CONCURRENCY_COUNT)
  await host.counts.reach(count)
  return { tasks_per_second: (count * 1_000) / (performance.now() - startedMs) }
}

async function drainRoofline(count: number): Promise<Measurement> {
  using dir = benchDir()
  const over = Promise.withResolvers<void>()
  const roofline = await Roofline.start(dir.path, () => {
    if (--leftCount === 0) over.resolve()
  })
  let leftCount = count
  await Promise.all(Array.from({ length: count }, () => roofline.submit(PAYLOAD)))
  const startedMs = performance.now()
  roofline.run()
  await over.promise
  while (roofline.finishedCount < count) await new Promise(setImmediate) // its last results are committed next
  const elapsedMs = performance.now() - startedMs
  await roofline.close()
  return { tasks_per_second: (count * 1_000) / elapsedMs }
}

export const drain: Bench = {
  name: 'drain',
  about: 'a backlog of 50,000 durable tasks of one Node function that does nothing, until all have succeeded',
  notes: [
    'Ours: submitted over the FC API while the function has reservedConcurrency 0, then let go by PutConcurrencyConfig;',
    'the cold start of its instances counts. The roofline and "BullMQ, sandboxed" run jobs in another process as we do;',
    'plainjob, BullMQ and pg-boss run them in their own.',
  ],
  subjects: [
    { name: 'taskyard', kind: 'ours', measure: (size) => drainOurs(countOf(size)) },
    { name: 'roofline', kind: 'limit', measure: (size) => drainRoofline(countOf(size)) },
    { name: 'plainjob', kind: 'peer', needs: 'peers', measure: (size) => plainjobDrain(countOf(size)) },
    { name: 'BullMQ', kind: 'peer', needs: 'redis', measure: (size) => bullmqDrain(countOf(size), 'in process') },
    {
      name: 'BullMQ, sandboxed',
      kind: 'peer',
      needs: 'redis',
      measure: (size) => bullmqDrain(countOf(size), 'sandboxed'),
    },
    { name: 'pg-boss', kind: 'peer', needs: 'postgres', measure: (size) => pgBossDrain(countOf(size)) },
  ],
  targets: [{ figure: 'tasks_per_second', times: 3, against: 'BullMQ, sandboxed' }],
}
