import { describe, expect, it } from 'vitest'
import { instanceRow, instanceRows } from '../../../electron/api/console/instanceRows.ts'
import type { LiveInstance } from '../../../electron/base/instanceCalls.ts'
import type { InstanceFunction, InstancePage, InstanceRecord } from '../../../electron/engine/ports.ts'

const owner: InstanceFunction = {
  functionId: 1,
  functionName: 'pay',
  runtime: 'nodejs20',
  timeoutMs: 3_000,
  memoryLimitBytes: 100,
  attemptLimit: 4,
}
const record = (change: Partial<InstanceRecord> = {}): InstanceRecord => ({
  instanceId: 'c-1',
  functionId: 1,
  state: 'idle',
  pid: 7,
  codeHash: 'h',
  interpreterVersion: 'v20.1.0',
  coldStartMs: 30,
  createdAtMs: 1_000,
  endedAtMs: null,
  detail: null,
  servedCount: 3,
  peakMemoryBytes: 40,
  ...change,
})
const live = (change: Partial<LiveInstance> = {}): LiveInstance => ({
  instanceId: 'c-1',
  functionId: 1,
  state: 'busy',
  pid: 7,
  codeHash: 'h',
  createdAtMs: 1_000,
  coldStartMs: 30,
  servedCount: 5,
  runs: [],
  idleSinceMs: null,
  stopsAtMs: null,
  terminalCount: 1,
  heldUntilMs: null,
  memoryLimitBytes: 200,
  timeoutMs: 5_000,
  peakMemoryBytes: 60,
  recent: { atMs: [1, 2], cpuPercents: [10, 20], memoryBytes: [30, 50] },
  ...change,
})
const page = (change: Partial<InstancePage> = {}): InstancePage => ({
  functions: [owner],
  living: [],
  ended: [],
  nextCursor: null,
  ...change,
})
const byId = (...list: LiveInstance[]) => new Map(list.map((one) => [one.instanceId, one]))
const idsOf = (rows: { instanceId: string }[]) => rows.map(({ instanceId }) => instanceId)

describe('the row of an instance', () => {
  it('has the words of its scheduler while it lives, and what only the database knows', () => {
    const run = { key: 8, requestId: 'r', taskId: 't', attempt: 2, startedAtMs: 5 }
    const call = { key: -1, requestId: 'q', taskId: null, attempt: 1, startedAtMs: 6 }
    expect(instanceRow({ owner, record: record(), live: live({ runs: [run, call] }) })).toMatchObject({
      state: 'busy',
      servedCount: 5,
      interpreterVersion: 'v20.1.0',
      timeoutMs: 5_000,
      memoryLimitBytes: 200,
      memoryBytes: 50,
      peakMemoryBytes: 60,
      cpuPercent: 20,
      recentCpuPercents: [10, 20],
      runs: [
        { taskId: 't', attempt: 2, attemptLimit: 4 },
        { taskId: null, attempt: 1, attemptLimit: null },
      ],
    })
  })

  it('is as the database has it while no scheduler answers', () => {
    const row = instanceRow({ owner, record: record(), live: null })
    expect(row).toMatchObject({ state: 'idle', servedCount: 3, runs: [], memoryBytes: null, cpuPercent: null })
  })

  it('of one that has ended believes the database, and keeps what is told of its being held', () => {
    const ended = record({ state: 'crashed', endedAtMs: 9_000, detail: 'exit code 1' })
    const row = instanceRow({ owner, record: ended, live: live({ heldUntilMs: 99_000 }) })
    expect(row).toMatchObject({
      state: 'crashed',
      detail: 'exit code 1',
      heldUntilMs: 99_000,
      runs: [],
      terminalCount: 1,
    })
  })
})

describe('the rows of instances', () => {
  it('have one that the database has not heard of yet, in the order of creation', () => {
    const unheard = live({ instanceId: 'c-new', createdAtMs: 500 })
    const { living } = instanceRows(page({ living: [record()] }), byId(unheard))
    expect(idsOf(living)).toEqual(['c-new', 'c-1'])
  })

  it('have each only once, as ended when the database says so', () => {
    const ended = record({ state: 'stopped', endedAtMs: 9_000 })
    const rows = instanceRows(page({ ended: [ended] }), byId(live()))
    expect([idsOf(rows.living), idsOf(rows.ended)]).toEqual([[], ['c-1']])
  })

  it('leave a held one to the page that its end is on', () => {
    const rows = instanceRows(page(), byId(live({ state: 'stopped', heldUntilMs: 99_000 })))
    expect(rows).toEqual({ living: [], ended: [] })
  })

  it('leave out those of functions that were not asked for', () => {
    const { living } = instanceRows(page(), byId(live({ functionId: 2 })))
    expect(living).toEqual([])
  })
})
