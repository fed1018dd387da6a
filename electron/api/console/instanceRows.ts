/**
 * One instance as the window shows it, from what the database keeps of it and what its scheduler says now.
 * Either may be missing: the database hears of a new one a moment later, and an ended one has no scheduler.
 */
import type { InstanceRow } from '../../../shared/contract/instances.contract.ts'
import { instanceStates } from '../../../shared/domain/instanceStates.ts'
import type { LiveInstance, LiveRun, Samples } from '../../base/instanceCalls.ts'
import type { InstanceFunction, InstancePage, InstanceRecord } from '../../engine/ports.ts'

export type LiveById = ReadonlyMap<string, LiveInstance>
type Parts = { owner: InstanceFunction; record: InstanceRecord | null; live: LiveInstance | null }

const RECENT_COUNT = 60
export const NO_SAMPLES: Samples = { atMs: [], cpuPercents: [], memoryBytes: [] }

/** Of one page: `living` the oldest first, `ended` the latest first. Instances of other accounts are left out. */
export function instanceRows(page: InstancePage, live: LiveById): { living: InstanceRow[]; ended: InstanceRow[] } {
  const owners = new Map(page.functions.map((owner) => [owner.functionId, owner]))
  const known = new Set([...page.living, ...page.ended].map(({ instanceId }) => instanceId))
  const row = (functionId: number, parts: Omit<Parts, 'owner'>): InstanceRow[] => {
    const owner = owners.get(functionId)
    return owner === undefined ? [] : [instanceRow({ owner, ...parts })]
  }
  const recorded = (record: InstanceRecord) =>
    row(record.functionId, { record, live: live.get(record.instanceId) ?? null })
  // one that has ended is on the page of its end, and there only
  const unrecorded = [...live.values()].filter(
    ({ instanceId, state }) => !known.has(instanceId) && !instanceStates.isFinal(state),
  )
  const living = [
    ...page.living.flatMap(recorded),
    ...unrecorded.flatMap((one) => row(one.functionId, { record: null, live: one })),
  ]
  return {
    living: living.sort((a, b) => a.createdAtMs - b.createdAtMs),
    ended: page.ended.flatMap(recorded),
  }
}

/** What has ended according to the database has, whatever its scheduler said a moment before. */
export function instanceRow({ owner, record, live }: Parts): InstanceRow {
  const source = record ?? live
  const endedAtMs = record?.endedAtMs ?? null
  const now = endedAtMs === null ? live : null
  return {
    instanceId: source?.instanceId ?? '',
    functionName: owner.functionName,
    runtime: owner.runtime,
    interpreterVersion: record?.interpreterVersion ?? null,
    state: now?.state ?? record?.state ?? 'starting',
    pid: now?.pid ?? record?.pid ?? null,
    codeHash: source?.codeHash ?? '',
    createdAtMs: source?.createdAtMs ?? 0,
    endedAtMs,
    coldStartMs: now?.coldStartMs ?? record?.coldStartMs ?? null,
    detail: record?.detail ?? null,
    servedCount: Math.max(live?.servedCount ?? 0, record?.servedCount ?? 0),
    timeoutMs: live?.timeoutMs ?? owner.timeoutMs,
    runs: (now?.runs ?? []).map((run) => runOf(run, owner)),
    idleSinceMs: now?.idleSinceMs ?? null,
    stopsAtMs: now?.stopsAtMs ?? null,
    terminalCount: live?.terminalCount ?? 0,
    heldUntilMs: live?.heldUntilMs ?? null,
    memoryLimitBytes: live?.memoryLimitBytes ?? owner.memoryLimitBytes,
    peakMemoryBytes: now?.peakMemoryBytes ?? record?.peakMemoryBytes ?? null,
    ...recentOf(live?.recent ?? NO_SAMPLES),
  }
}

/** The end of the samples, as a row has it. */
export function recentOf({ cpuPercents, memoryBytes }: Samples) {
  return {
    memoryBytes: memoryBytes.at(-1) ?? null,
    cpuPercent: cpuPercents.at(-1) ?? null,
    recentCpuPercents: cpuPercents.slice(-RECENT_COUNT),
    recentMemoryBytes: memoryBytes.slice(-RECENT_COUNT),
  }
}

const runOf = ({ key, taskId, requestId, attempt, startedAtMs }: LiveRun, { attemptLimit }: InstanceFunction) => ({
  taskId,
  requestId,
  attempt,
  attemptLimit: key < 0 ? null : attemptLimit,
  startedAtMs,
})
