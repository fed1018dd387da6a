/** How the list of instances is sorted: what lives before what has ended, and what needs a look first. Pure. */
import type { InstanceRow } from '../../shared/contract/instances.contract.ts'
import type { InstanceState } from '../../shared/domain/instanceStates.ts'

export const INSTANCE_SORTS = ['state', 'function', 'memory'] as const
export type InstanceSort = (typeof INSTANCE_SORTS)[number]

const STATE_ORDER: Record<InstanceState, number> = {
  busy: 0,
  starting: 1,
  idle: 2,
  draining: 3,
  crashed: 4,
  stopped: 4, // ended ones by when they ended, however
}

type Comparison = (a: InstanceRow, b: InstanceRow) => number

const byAge: Comparison = (a, b) => a.createdAtMs - b.createdAtMs || a.instanceId.localeCompare(b.instanceId)
const byEnd: Comparison = (a, b) => (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0)
const byName: Comparison = (a, b) => a.functionName.localeCompare(b.functionName)
const byState: Comparison = (a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state]
const memoryOf = ({ endedAtMs, memoryBytes, peakMemoryBytes }: InstanceRow) =>
  (endedAtMs === null ? memoryBytes : peakMemoryBytes) ?? 0
const byMemory: Comparison = (a, b) => memoryOf(b) - memoryOf(a)

const COMPARISONS: Record<InstanceSort, readonly Comparison[]> = {
  state: [byState, byEnd, byName, byAge],
  function: [byName, byEnd, byAge],
  memory: [byMemory, byAge],
}
const byLife: Comparison = (a, b) => Number(a.endedAtMs !== null) - Number(b.endedAtMs !== null)

export const sortInstances = (rows: readonly InstanceRow[], sort: InstanceSort): InstanceRow[] =>
  rows.toSorted((a, b) => {
    for (const compare of [byLife, ...COMPARISONS[sort]]) {
      const order = compare(a, b)
      if (order !== 0) return order
    }
    return 0
  })
