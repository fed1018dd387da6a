import { once } from 'node:events'
import { MessageChannel, Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { Caller } from '../../electron/base/portRpc.ts'
import type { ThreadName } from '../../electron/base/threadLink.ts'
import type { LogReads } from '../../electron/logs/logReads.ts'
import { outputChunk, testFolder } from '../support/openTestLogs.ts'

function startLogThread(workspaceDir: string) {
  const worker = new Worker(new URL('../../electron/threads/log.ts', import.meta.url), {
    workerData: { workspaceDir, hostId: 'host-1', maxDatabasePages: null },
  })
  onTestFinished(async () => void (await worker.terminate()))
  const connect = (peer: ThreadName) => {
    const { port1, port2 } = new MessageChannel()
    worker.postMessage({ kind: 'connect', peer, port: port2 }, [port2])
    onTestFinished(() => port1.close())
    return port1
  }
  return { worker, connect }
}

it('the log thread stores for schedulers, reads for the gateway, answers the store, and stops', async () => {
  const { worker, connect } = startLogThread(testFolder())
  const scheduler = connect('scheduler')
  scheduler.postMessage({
    kind: 'output',
    schedulerId: 1,
    batchId: 1,
    chunks: [outputChunk({ atMs: Date.now(), text: 'hello\n' })],
  })
  expect(await once(scheduler, 'message')).toEqual([{ kind: 'outputStored', batchId: 1 }])

  const gateway = new Caller('log')
  gateway.attach(connect('gateway'))
  const reads = gateway.proxy<LogReads>(['readAttemptLog'])
  const { chunks } = await reads.readAttemptLog({ seq: 1, attempt: 1, afterChunk: 0, limitBytes: 1_000 })
  expect(chunks.map(({ text }) => text)).toEqual(['hello\n'])

  const store = connect('store')
  store.postMessage({ kind: 'checkpoint' })
  expect(await once(store, 'message')).toMatchObject([{ kind: 'checkpointFailed', error: { code: 'unavailable' } }])

  worker.postMessage({ kind: 'stop' })
  expect(await once(worker, 'exit')).toEqual([0])
})

it('a killed log thread leaves what it stored, and its successor stores what was not acknowledged once', async () => {
  const workspaceDir = testFolder()
  const batch = (batchId: number) => ({
    kind: 'output',
    schedulerId: 1,
    batchId,
    chunks: [outputChunk({ atMs: Date.now(), key: batchId, text: `${batchId}\n` })],
  })
  const first = startLogThread(workspaceDir)
  const port = first.connect('scheduler')
  for (let batchId = 1; batchId <= 200; batchId++) port.postMessage(batch(batchId))
  await once(port, 'message')
  await first.worker.terminate()

  const second = startLogThread(workspaceDir)
  const again = second.connect('scheduler')
  const acknowledged: number[] = []
  again.on('message', ({ batchId }) => acknowledged.push(batchId))
  for (let batchId = 1; batchId <= 200; batchId++) again.postMessage(batch(batchId))
  while (acknowledged.length < 200) await once(again, 'message')

  const reads = new Caller('log')
  reads.attach(second.connect('gateway'))
  const log = reads.proxy<LogReads>(['readInstanceLog'])
  const { chunks } = await log.readInstanceLog({ instanceId: 'c-1', afterChunk: 0, limitBytes: 1_000_000 })
  expect(chunks.map(({ taskSeq }) => taskSeq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1))
})
