/** How fast are tasks taken in, while none of them runs? */
import { sdkClient, submitWith } from '../support/sdkClient.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { type BenchHost, startBenchHost } from './benchHost.ts'
import { HELD_NOOP } from './benchProject.ts'
import { PAYLOAD } from './payload.ts'
import { bullmqSubmit } from './peers/bullmq.ts'
import { pgBossSubmit } from './peers/pgBoss.ts'
import { plainjobSubmit } from './peers/plainjob.ts'
import { startRooflineServer } from './roofline/startServer.ts'
import { perSecond, type SubmitTarget, submitLoad } from './submitLoad.ts'

const MANY_CONNECTION_COUNT = 64
/** After that many the code on both sides is compiled. */
const WARM_UP_COUNT = 500

const sizeOf = ({ isQuick }: RunSize) =>
  isQuick ? { one: 300, many: 1_000, sdk: 50 } : { one: 6_000, many: 40_000, sdk: 1_000 }

async function submitOverHttp(target: SubmitTarget, size: RunSize): Promise<Measurement> {
  const { one, many } = sizeOf(size)
  await submitLoad(target, { connectionCount: 8, count: WARM_UP_COUNT })
  const alone = await submitLoad(target, { connectionCount: 1, count: one })
  const together = await submitLoad(target, { connectionCount: MANY_CONNECTION_COUNT, count: many })
  return { one_at_a_time_per_second: perSecond(alone), at_64_at_once_per_second: perSecond(together) }
}

async function submitBySdk({ endpoint, key }: BenchHost, count: number): Promise<number> {
  const client = sdkClient(endpoint, key)
  const submission = { functionName: HELD_NOOP, taskId: null, payload: PAYLOAD, delaySeconds: 0 }
  for (let sent = 0; sent < Math.min(count, 50); sent++) await submitWith(client, submission)
  const startedMs = performance.now()
  for (let sent = 0; sent < count; sent++) await submitWith(client, submission)
  return (count * 1_000) / (performance.now() - startedMs)
}

export const submit: Bench = {
  name: 'submit',
  about: 'tasks taken in durably, 200-byte payloads, none of them run meanwhile',
  notes: [
    'Ours and the roofline: the same HTTP requests over keep-alive connections, signed as the SDK signs (ACS3) by our own',
    'cheap signer; only ours verifies them. by_sdk: the official SDK, one at a time. Peers: a function call in their process.',
    'No face of Taskyard takes several tasks in one request, so there is no bulk figure.',
  ],
  subjects: [
    {
      name: 'taskyard',
      kind: 'ours',
      async measure(size) {
        await using host = await startBenchHost()
        return {
          ...(await submitOverHttp({ ...host, functionName: HELD_NOOP }, size)),
          by_sdk_per_second: await submitBySdk(host, sizeOf(size).sdk),
        }
      },
    },
    {
      name: 'roofline',
      kind: 'limit',
      async measure(size) {
        await using server = await startRooflineServer('hold')
        const target = { endpoint: server.endpoint, functionName: HELD_NOOP, key: { id: 'any', secret: 'any' } }
        return await submitOverHttp(target, size)
      },
    },
    { name: 'plainjob', kind: 'peer', needs: 'peers', measure: (size) => plainjobSubmit(sizeOf(size)) },
    { name: 'BullMQ', kind: 'peer', needs: 'redis', measure: (size) => bullmqSubmit(sizeOf(size)) },
    { name: 'pg-boss', kind: 'peer', needs: 'postgres', measure: (size) => pgBossSubmit(sizeOf(size)) },
  ],
  targets: [
    { figure: 'one_at_a_time_per_second', times: 1.5, against: 'pg-boss' },
    { figure: 'at_64_at_once_per_second', times: 7_000, against: null },
  ],
}
