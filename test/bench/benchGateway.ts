/**
 * A gateway thread without HTTP: hands tasks to the store as fast as it takes them, over the port and with
 * the calls of the real one. What the engine itself sustains.
 */
import { BroadcastChannel } from 'node:worker_threads'
import { Caller } from '../../electron/base/portRpc.ts'
import { runThread } from '../../electron/base/threadLink.ts'
import type { TaskCommands, TaskQueries } from '../../electron/engine/ports.ts'
import { asyncConfig, functionConfig } from '../../shared/domain/functionConfig.ts'
import { BacklogWatch } from './backlogWatch.ts'
import { NOOP } from './benchProject.ts'
import { PAYLOAD } from './payload.ts'
import { TaskCounts } from './taskCounts.ts'
import type { Load } from './watchRun.ts'

/** Sent over the channel that the workspace's path names: first what to do, then how it went. */
export type LoadOrder = { codePath: string; forMs: number }
export type LoadReport = Load | { error: string }

/** So many submits are under way at once. */
const UNDER_WAY_COUNT = 2_000

await runThread(({ options, onConnect }) => {
  const [store, reader] = [new Caller('store'), new Caller('reader')]
  onConnect('store', (port) => store.attach(port))
  onConnect('reader', (port) => reader.attach(port))
  const commands = store.proxy<Pick<TaskCommands, 'submit' | 'createFunction'>>(['submit', 'createFunction'])
  const queries = reader.proxy<Pick<TaskQueries, 'accessKeys'>>(['accessKeys'])

  const channel = new BroadcastChannel(options.workspaceDir)
  channel.onmessage = (message) => {
    const order = (message as { data: LoadOrder }).data // engineLoad.ts sends nothing else
    load(order).then(
      (report) => channel.postMessage(report satisfies LoadReport),
      (error) => channel.postMessage({ error: String(error) } satisfies LoadReport),
    )
  }

  async function load({ codePath, forMs }: LoadOrder): Promise<Load> {
    const [key] = await queries.accessKeys()
    if (key === undefined) throw new Error('the workspace has no account')
    const accountId = key.account.id
    await commands.createFunction(accountId, {
      config: functionConfig.parse({ functionName: NOOP, runtime: 'nodejs20' }),
      code: { path: codePath, hash: 'bench', checksum: '0', bytes: 1 },
      asyncConfig: asyncConfig.parse({ asyncTask: true }),
      reservedConcurrency: null,
      compensation: null,
    })
    const tripsMs: number[] = []
    const request = { accountId, functionName: NOOP, payload: PAYLOAD, taskId: null, delaySeconds: 0 }
    const counts = new TaskCounts(options.workspaceDir)
    const backlog = new BacklogWatch(() => counts.succeededCount)
    const startedMs = performance.now()
    const submitter = async () => {
      while (performance.now() - startedMs < forMs) {
        await backlog.admit()
        const sentMs = performance.now()
        await commands.submit(request)
        tripsMs.push(performance.now() - sentMs)
      }
    }
    await Promise.all(Array.from({ length: UNDER_WAY_COUNT }, submitter))
    const elapsedMs = performance.now() - startedMs
    backlog.close()
    counts.close()
    return { tripsMs, elapsedMs }
  }

  // nobody connects to these
  return { facts: { fcPort: 1, consolePort: 1, projectError: null }, stop: () => channel.close() }
})
