/** The store's thread, and how long its turns were apart: sent over a channel named after the workspace. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { BroadcastChannel, workerData } from 'node:worker_threads'

export type GapOrder = 'begin' | 'tell'
/** Of the gaps between looks every millisecond: the longest, and how many were over 20 ms. */
export type GapReport = { longestMs: number; p99Ms: number }

const NS_PER_MS = 1_000_000
const { workspaceDir } = workerData as { workspaceDir: string } // main passes the host's options
const gaps = monitorEventLoopDelay({ resolution: 1 })
const channel = new BroadcastChannel(`gaps ${workspaceDir}`)
channel.onmessage = (message) => {
  const order = (message as { data: GapOrder }).data // logs.ts sends nothing else
  if (order === 'begin') {
    gaps.reset()
    gaps.enable()
  } else {
    gaps.disable()
    channel.postMessage({ longestMs: gaps.max / NS_PER_MS, p99Ms: gaps.percentile(99) / NS_PER_MS } satisfies GapReport)
  }
}
channel.unref()

await import('../../electron/threads/store.ts')
