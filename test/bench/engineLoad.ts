/** Runs a host in this process with the gateway of benchGateway.ts, and has that submit for a while. */
import { BroadcastChannel } from 'node:worker_threads'
import { hostChoices } from '../../electron/cli/hostChoices.ts'
import { startHost } from '../../electron/host/host.ts'
import type { LoadOrder, LoadReport } from './benchGateway.ts'
import { TaskCounts } from './taskCounts.ts'
import { type Load, type WatchedRun, watchRun } from './watchRun.ts'

const gateway = new URL('./benchGateway.ts', import.meta.url)
/** What `taskyard serve` has when nothing is said. */
const DEFAULTS = { durability: 'normal', trustAnyKey: false, accessKey: [], concurrency: 100, region: 'cn-hangzhou' }

export async function loadEngine(workspace: string, order: LoadOrder): Promise<WatchedRun> {
  const choices = hostChoices({ ...DEFAULTS, workspace }, null)
  const host = await startHost({ choices, stderr: 'quiet', entries: { gateway } })
  const counts = new TaskCounts(workspace)
  try {
    return await watchRun(counts, loaded(workspace, order))
  } finally {
    counts.close()
    await host.stop()
  }
}

function loaded(workspace: string, order: LoadOrder): Promise<Load> {
  const channel = new BroadcastChannel(workspace)
  return new Promise<Load>((resolve, reject) => {
    channel.onmessage = (message) => {
      const report = (message as { data: LoadReport }).data // benchGateway.ts sends nothing else
      if ('error' in report) reject(new Error(report.error))
      else resolve(report)
    }
    channel.postMessage(order)
  }).finally(() => channel.close())
}
