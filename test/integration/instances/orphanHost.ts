/**
 * A host for orphans.test.ts: runs what it is told in an instance, tells the ids of its instances, and
 * waits to be killed. `inWorker`: the instances belong to a thread, which is ended. `diesAfterMs`: it
 * kills itself, that long after it began to start instances.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { systemClock } from '../../../electron/base/clock.ts'
import { InstancePools } from '../../../electron/engine/instances/instancePools.ts'
import { type IsolationKind, probeIsolation } from '../../../electron/engine/instances/isolation.ts'
import { testSpec } from '../../support/testSpec.ts'

export type Orders = {
  workspaceDir: string
  codePath: string
  kind: IsolationKind
  payloads: string[]
  inWorker: boolean
  diesAfterMs: number | null
  holdMs: number
}

function host(orders: Orders, tell: (instanceIds: string[]) => void): void {
  const { workspaceDir, codePath, kind, payloads, diesAfterMs, holdMs } = orders
  const instanceIds = new Set<string>()
  let endedCount = 0
  const pools = new InstancePools({
    clock: systemClock,
    options: { workspaceDir, maxStartsAtOnce: 2, machineConcurrency: 16 },
    notify: () => {},
    isolation: probeIsolation({ workspaceDir, kinds: [kind] }),
    locateInterpreter: () => ({ path: process.execPath, version: process.version, notice: null }),
    onInstance: ({ instanceId, state }) => {
      instanceIds.add(instanceId)
      if (diesAfterMs !== null && state === 'starting') tell([instanceId])
    },
    onOutput: () => {},
    onStarted: () => {},
    onEnded: () => {
      if (++endedCount < payloads.length) return
      pools.run({ ...invocation, key: 0, payload: '{"spin":600000}' })
      tell([...instanceIds])
    },
  })
  const invocation = { functionId: 1, requestId: 'r', taskId: null, attempt: 1, retryCount: 0, wantsLogTail: false }
  pools.setFunction(testSpec({ codePath, timeoutMs: 600_000, holdMs }))
  setInterval(() => pools.tick(), 100)
  if (diesAfterMs !== null) setTimeout(() => process.kill(process.pid, 'SIGKILL'), diesAfterMs)
  for (const [index, payload] of payloads.entries()) pools.run({ ...invocation, key: index + 1, payload })
}

const print = (instanceIds: string[]) => process.stdout.write(`${JSON.stringify(instanceIds)}\n`)
if (!isMainThread) {
  host(workerData as Orders, (instanceIds) => parentPort?.postMessage(instanceIds))
} else {
  const orders = JSON.parse(process.argv[2] ?? '') as Orders
  if (orders.inWorker) {
    const worker = new Worker(new URL(import.meta.url), { workerData: orders })
    worker.on('message', async (instanceIds: string[]) => {
      await worker.terminate()
      print(instanceIds)
    })
    setInterval(() => {}, 1_000)
  } else {
    host(orders, print)
  }
}
