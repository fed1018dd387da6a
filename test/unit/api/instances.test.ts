import { describe, expect, it } from 'vitest'
import type { InstanceReport } from '../../../electron/engine/messages.ts'
import { type Fc, fcModels } from '../../support/sdkClient.ts'
import { createRequest, startTestFcApi } from '../../support/testFcApi.ts'
import { until } from '../../support/until.ts'

const refused = (code: string) => expect.objectContaining({ code })
const FIRST_LEASE = 1

const reportOf = (change: Partial<InstanceReport>): InstanceReport => ({
  instanceId: 'c-1',
  functionId: 1,
  state: 'idle',
  pid: 1,
  pidStartedAtTicks: 1,
  codeHash: 'h',
  revision: 1,
  interpreterVersion: 'v20.1.0',
  coldStartMs: 30,
  servedCount: 2,
  peakMemoryBytes: 4_096,
  atMs: 1_000,
  detail: null,
  ...change,
})

async function list(fc: Fc, query: ConstructorParameters<typeof fcModels.ListInstancesRequest>[0] = {}) {
  const { body } = await fc.listInstances('f', new fcModels.ListInstancesRequest(query))
  return JSON.parse(JSON.stringify(body)) // the SDK's classes as plain objects
}
const ids = async (fc: Fc, query?: Parameters<typeof list>[1]) =>
  (await list(fc, query)).instances.map(({ instanceId }: { instanceId: string }) => instanceId)

/** Function f: two that live, one that drains, and three that have ended one after the other. */
async function withInstances() {
  const api = await startTestFcApi()
  await api.fc.createFunction(createRequest('f'))
  await api.fc.createFunction(createRequest('other'))
  const lives: [string, number, InstanceReport['state'], number?][] = [
    ['c-old', 1_000, 'stopped', 2_000],
    ['c-middle', 1_100, 'crashed', 3_000],
    ['c-late', 1_200, 'stopped', 4_000],
    ['c-busy', 5_000, 'busy'],
    ['c-idle', 6_000, 'idle'],
    ['c-draining', 7_000, 'draining'],
  ]
  const instances = lives.flatMap(([instanceId, atMs, state, endedAtMs]) => [
    reportOf({ instanceId, atMs, state: 'starting' }),
    reportOf({ instanceId, atMs: endedAtMs ?? atMs, state }),
  ])
  instances.push(reportOf({ instanceId: 'c-other', functionId: 2 }))
  api.store.report(FIRST_LEASE, { kind: 'report', started: [], ended: [], depths: [], instances })
  await until(async () => (await ids(api.fc)).length > 0, { what: 'the instances to be stored' })
  return api
}

describe('ListInstances', () => {
  it('gives those that live, the oldest first, then those that have ended, the latest first', async () => {
    const { fc } = await withInstances()
    const { instances, requestId } = await list(fc)
    expect(requestId).toMatch(/^1-/)
    const common = { versionId: '0', qualifier: 'LATEST', resourceType: 'OnDemand' }
    expect(instances).toEqual([
      { ...common, instanceId: 'c-busy', status: 'Running', createdTimeMs: 5_000 },
      { ...common, instanceId: 'c-idle', status: 'Running', createdTimeMs: 6_000 },
      { ...common, instanceId: 'c-draining', status: 'Terminating', createdTimeMs: 7_000 },
      { ...common, instanceId: 'c-late', status: 'Destroyed', createdTimeMs: 1_200, destroyedTimeMs: 4_000 },
      { ...common, instanceId: 'c-middle', status: 'Destroyed', createdTimeMs: 1_100, destroyedTimeMs: 3_000 },
      { ...common, instanceId: 'c-old', status: 'Destroyed', createdTimeMs: 1_000, destroyedTimeMs: 2_000 },
    ])
  })

  it('keeps those of the statuses, ids and times that are asked for', async () => {
    const { fc } = await withInstances()
    expect(await ids(fc, { instanceStatus: ['Running'] })).toEqual(['c-busy', 'c-idle'])
    expect(await ids(fc, { instanceStatus: ['Terminating', 'Destroyed'], limit: '2' })).toEqual([
      'c-draining',
      'c-late',
    ])
    expect(await ids(fc, { instanceIds: ['c-old', 'c-idle', 'c-other', 'c-nobody'] })).toEqual(['c-idle', 'c-old'])
    expect(await ids(fc, { startTimeMs: 3_000, endTimeMs: 5_500 })).toEqual(['c-busy', 'c-late', 'c-middle'])
    expect(await ids(fc, { withAllActive: true, qualifier: 'LATEST', instanceStatus: ['Running'] })).toHaveLength(2)
  })

  it('begins a page with the instance of the key', async () => {
    const { fc } = await withInstances()
    const seen: string[] = []
    for (let startKey: string | undefined; ; startKey = seen.at(-1)) {
      const page: string[] = await ids(fc, { limit: '3', ...(startKey === undefined ? {} : { startKey }) })
      if (startKey !== undefined) expect(page.shift()).toBe(startKey)
      if (page.length === 0) break
      seen.push(...page)
    }
    expect(seen).toEqual(['c-busy', 'c-idle', 'c-draining', 'c-late', 'c-middle', 'c-old'])
  })

  it('refuses what it cannot use, and says what it is', async () => {
    const { fc } = await withInstances()
    await expect(list(fc, { instanceStatus: ['Sleeping'] })).rejects.toThrow(
      /Running, Terminating, Destroyed.*Sleeping/,
    )
    await expect(list(fc, { limit: '1000' })).rejects.toThrow(refused('InvalidArgument'))
    await expect(list(fc, { startKey: 'c-nobody' })).rejects.toThrow(/startKey names no instance.*c-nobody/)
    await expect(list(fc, { qualifier: 'prod' })).rejects.toThrow(refused('AliasNotFound'))
    const missing = fc.listInstances('missing', new fcModels.ListInstancesRequest({}))
    await expect(missing).rejects.toThrow(refused('FunctionNotFound'))
  })

  it('shows another account nothing', async () => {
    const { allow } = await withInstances()
    const stranger = await allow({ id: 'LTAI-stranger', secret: 's', accountName: 'stranger' })
    await expect(list(stranger)).rejects.toThrow(refused('FunctionNotFound'))
  })
})
