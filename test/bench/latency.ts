/** How long from the moment a caller submits a task to the moment its handler begins, when nothing else is going on? */

import { atSteadyRate } from './atSteadyRate.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { type BenchHost, startBenchHost } from './benchHost.ts'
import { STAMP } from './benchProject.ts'
import { latencyFigures, WARM_UP_COUNT } from './latencyFigures.ts'
import { PAYLOAD } from './payload.ts'
import { bullmqLatency } from './peers/bullmq.ts'
import { pgBossLatency } from './peers/pgBoss.ts'
import { plainjobLatency } from './peers/plainjob.ts'
import { Roofline } from './roofline/roofline.ts'
import { StartClock } from './startClock.ts'
import { wallMs } from './wallClock.ts'

const countOf = ({ isQuick }: RunSize) => (isQuick ? 40 : 400)

async function measureOurs(count: number): Promise<Measurement> {
  await using host = await startBenchHost()
  await waitsOf(host, WARM_UP_COUNT)
  return latencyFigures(await waitsOf(host, count))
}

/** From just before the request is sent to what the handler's own clock said when it began. */
async function waitsOf({ client, counts }: BenchHost, count: number): Promise<number[]> {
  const earlierCount = counts.succeededCount
  const sent: { taskId: string; atMs: number }[] = []
  await atSteadyRate(count, async () => {
    const atMs = wallMs()
    sent.push({ atMs, taskId: await client.submit(STAMP, PAYLOAD) })
  })
  await counts.reach(earlierCount + count)
  const waitsMs: number[] = []
  for (const { taskId, atMs } of sent) {
    const { returnPayload } = await client.getTask(STAMP, taskId)
    waitsMs.push(Number(returnPayload) - atMs)
  }
  return waitsMs
}

async function measureRoofline(count: number): Promise<Measurement> {
  using dir = benchDir()
  const clock = new StartClock<number>()
  const roofline = await Roofline.start(dir.path, (seq, { atMs }) => clock.begun(seq, atMs))
  roofline.run()
  const measurement = await clock.measure(count, () => roofline.submit(PAYLOAD))
  await roofline.close()
  return measurement
}

export const latency: Bench = {
  name: 'latency',
  about: 'from just before a task is sent to the start of its handler; 20 a second, instance warm, machine idle',
  notes: [
    'Ours goes over the FC API, signed, and into another process; the roofline is a function call and into another process;',
    'the peers are a function call and their handler runs in the same process.',
  ],
  subjects: [
    { name: 'taskyard', kind: 'ours', measure: (size) => measureOurs(countOf(size)) },
    { name: 'roofline', kind: 'limit', measure: (size) => measureRoofline(countOf(size)) },
    { name: 'plainjob', kind: 'peer', needs: 'peers', measure: (size) => plainjobLatency(countOf(size)) },
    { name: 'BullMQ', kind: 'peer', needs: 'redis', measure: (size) => bullmqLatency(countOf(size)) },
    { name: 'pg-boss', kind: 'peer', needs: 'postgres', measure: (size) => pgBossLatency(countOf(size)) },
  ],
  targets: [
    { figure: 'start_p50_ms', times: 1, against: 'BullMQ' },
    { figure: 'start_p99_ms', times: 1, against: 'BullMQ' },
  ],
}
