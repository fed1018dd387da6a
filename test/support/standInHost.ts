/** A real host over stand-in threads (test/fixtures/threads/standIn.ts), which do as they are told. */
import { BroadcastChannel } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import type { ThreadName } from '../../electron/base/threadLink.ts'
import { type Host, type HostChoices, startHost } from '../../electron/host/host.ts'
import type { SupervisionLimits } from '../../electron/host/supervisor.ts'
import type { ThreadEntries } from '../../electron/host/threadTable.ts'
import { temporaryDir } from './temporaryDir.ts'
import { until } from './until.ts'

export type StandInEvent = { from: ThreadName; event: string; [detail: string]: unknown }
export type Deed = 'throw' | 'reject' | 'exit' | 'block' | 'spin' | 'hangAtStop'

const standIn = new URL('../fixtures/threads/standIn.ts', import.meta.url)
export const standInEntries: ThreadEntries = {
  store: standIn,
  log: standIn,
  reader: standIn,
  scheduler: standIn,
  gateway: standIn,
}

/** Short, yet long enough that a busy machine is not taken for a dead thread. */
export const QUICK_LIMITS: SupervisionLimits = { pingEveryMs: 100, silentMs: 2_000, startMs: 20_000 }

export function standInChoices(workspaceDir: string): HostChoices {
  return {
    workspaceDir,
    projectDir: null,
    region: 'cn-hangzhou',
    durability: 'normal',
    fcPort: null,
    trustAnyKey: false,
    addAccessKeys: [],
    machineConcurrency: 1,
    maxStartsAtOnce: 1,
    schedulingWindow: 1,
    minFreeDiskBytes: 0,
    maxDatabasePages: null,
  }
}

export async function startStandInHost(workspaceDir = temporaryDir()) {
  const channel = new BroadcastChannel(workspaceDir)
  const events: StandInEvent[] = []
  channel.onmessage = (message) => {
    events.push((message as { data: StandInEvent }).data) // what standIn.ts tells
  }
  onTestFinished(() => channel.close())
  const host = await startHost({
    choices: standInChoices(workspaceDir),
    stderr: 'quiet',
    entries: standInEntries,
    limits: QUICK_LIMITS,
  })
  onTestFinished(() => host.stop())
  const matches = (wanted: Partial<StandInEvent>) => (event: StandInEvent) =>
    Object.entries(wanted).every(([key, value]) => event[key] === value)
  return {
    host: host as Host,
    workspaceDir,
    events,
    tell: (to: ThreadName, deed: Deed) => channel.postMessage({ to, deed }),
    /** Resolves with the `nth` such event, counted from 1. */
    event: (wanted: Partial<StandInEvent>, nth = 1) =>
      until(() => events.filter(matches(wanted))[nth - 1], { what: JSON.stringify(wanted) }),
  }
}
