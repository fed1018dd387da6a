/** What the gateway may ask about instances, of real ones. */
import { describe, expect, it } from 'vitest'
import type { InstanceCalls, Samples } from '../../../electron/base/instanceCalls.ts'
import { NO_REVISION, Revision } from '../../../electron/base/revision.ts'
import { instanceCalls } from '../../../electron/engine/instances/instanceCalls.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { openPools, type TestPools, type TestPoolsOptions } from '../../support/testPools.ts'
import { until } from '../../support/until.ts'

function open(options: TestPoolsOptions = {}): { pools: TestPools; calls: InstanceCalls } {
  const pools = openPools(options)
  const revision = new Revision()
  return { pools, calls: instanceCalls({ pools: pools.pools, revision, knowsFunctions: () => true }) }
}
const stateOf = (pools: TestPools, instanceId: string) =>
  pools.reports.findLast((report) => report.instanceId === instanceId)?.state
const ended = (pools: TestPools, instanceId: string) =>
  pools.report((one) => one.instanceId === instanceId && ['stopped', 'crashed'].includes(one.state), 'its end')
const idle = (pools: TestPools, count = 1) =>
  until(
    () => {
      const ids = pools.reports.filter(({ state }) => state === 'idle').map(({ instanceId }) => instanceId)
      return new Set(ids).size >= count && [...new Set(ids)]
    },
    { what: `${count} idle instances`, everyMs: 5 },
  )
/** In steps that count as being awake. */
function pass(clock: FakeClock, pools: TestPools, ms: number): void {
  for (let left = ms; left > 0; left -= 1_000) {
    clock.advanceMs(Math.min(left, 1_000))
    pools.pools.tick()
  }
}

describe('a living instance', () => {
  it('tells what it runs, and how many attempts have ended in it', async () => {
    const { pools, calls } = open()
    pools.add('deeds')
    const instanceId = await pools.result({ instance: 0 })
    const key = pools.run({ sleep: 60_000 })
    await pools.started(key)
    expect(await calls.liveInstances()).toMatchObject([
      {
        instanceId,
        functionId: 1,
        state: 'busy',
        servedCount: 1,
        runs: [{ key, requestId: `request-${key}`, taskId: null, attempt: 1 }],
        idleSinceMs: null,
        stopsAtMs: null,
        memoryLimitBytes: 512 * 2 ** 20,
        timeoutMs: 3_000,
        coldStartMs: expect.any(Number),
      },
    ])
    pools.pools.stop(key)
    await ended(pools, instanceId)
    expect(await calls.liveInstances()).toEqual([])
    expect(pools.reports.at(-1)).toMatchObject({ servedCount: 2 })
  })

  it('tells since when it is idle, and when it ends for it', async () => {
    const clock = new FakeClock()
    const { pools, calls } = open({ clock })
    pools.add('deeds', { idleTimeoutMs: 60_000 })
    await pools.result({ sleep: 0 })
    const idleSinceMs = clock.nowMs()
    pass(clock, pools, 10_000)
    const [instance] = await calls.liveInstances()
    expect(instance).toMatchObject({ state: 'idle', idleSinceMs, stopsAtMs: idleSinceMs + 60_000, terminalCount: 0 })
  })

  it('does not end for being idle while a terminal is open in it', async () => {
    const clock = new FakeClock()
    const { pools, calls } = open({ clock })
    pools.add('deeds', { idleTimeoutMs: 2_000 })
    const instanceId = await pools.result({ instance: 0 })
    await calls.setTerminals({ [instanceId]: 1 })
    pass(clock, pools, 60_000)
    expect(await calls.liveInstances()).toMatchObject([{ state: 'idle', terminalCount: 1, stopsAtMs: null }])
    await calls.setTerminals({})
    pass(clock, pools, 1_000)
    expect(await calls.liveInstances()).toMatchObject([{ terminalCount: 0, stopsAtMs: clock.nowMs() + 1_000 }])
    pass(clock, pools, 1_000)
    expect(await ended(pools, instanceId)).toMatchObject({ detail: 'idle for 2 s' })
  })
})

describe('the samples of an instance', () => {
  it('show what its processes take, and are handed over when it has ended', async () => {
    const { pools, calls } = open()
    pools.add('deeds', { timeoutMs: 60_000 })
    const instanceId = await pools.result({ instance: 0 })
    const key = pools.run({ spin: 60_000 })
    const samples: Samples = await until(
      async () => {
        const found = await calls.samplesOf(instanceId)
        return (found?.cpuPercents.some((percent) => percent > 5) && found) || null
      },
      { what: 'a sample of the work', withinMs: 50_000 },
    )
    expect(samples.memoryBytes.at(-1)).toBeGreaterThan(10 * 2 ** 20)
    expect(samples.atMs.length).toBe(samples.cpuPercents.length)
    expect(samples.atMs).toEqual(samples.atMs.toSorted((a, b) => a - b))
    const [live] = await calls.liveInstances()
    expect(live?.recent.atMs.length).toBeGreaterThan(0)
    expect(live?.peakMemoryBytes).toBeGreaterThan(10 * 2 ** 20)
    await calls.stopInstance({ instanceId, when: 'now' })
    await pools.ended(key)
    await ended(pools, instanceId)
    expect(await calls.samplesOf(instanceId)).toBeNull()
    const kept = await until(() => pools.samples.get(instanceId), { what: 'the samples to be handed over' })
    expect(kept.atMs.slice(0, samples.atMs.length)).toEqual(samples.atMs)
  })

  it('are taken once a second while one lives; nothing grows when none does', async () => {
    const clock = new FakeClock()
    const { pools } = open({ clock })
    pass(clock, pools, 5_000)
    expect(pools.sampledCount).toBe(0)
    pools.add('deeds')
    await pools.result({ sleep: 0 })
    for (let tick = 0; tick < 50; tick++) {
      clock.advanceMs(100)
      pools.pools.tick()
    }
    expect(pools.sampledCount).toBe(5)
  })
})

describe('stopping an instance', () => {
  it("now ends what runs with FC's error", async () => {
    const { pools, calls } = open()
    pools.add('deeds', { timeoutMs: 60_000 })
    const key = pools.run({ sleep: 60_000 })
    const { instanceId } = await pools.started(key)
    await calls.stopInstance({ instanceId, when: 'now' })
    expect(await pools.ended(key)).toMatchObject({
      outcome: 'failed',
      errorType: 'UnhandledInvocationError',
      errorBody: expect.stringMatching(/^{"errorMessage":"Process exited unexpectedly before completing request \(/),
    })
    expect(await ended(pools, instanceId)).toMatchObject({ state: 'stopped', detail: 'stopped by hand' })
  })

  it('after its tasks lets them finish, and gives it no more', async () => {
    const { pools, calls } = open()
    pools.add('deeds')
    const instanceId = await pools.result({ instance: 0 })
    const key = pools.run({ sleep: 300 })
    await pools.started(key)
    await calls.stopInstance({ instanceId, when: 'afterTasks' })
    const other = await pools.result({ instance: 0 })
    expect(other).not.toBe(instanceId)
    expect(await pools.ended(key)).toMatchObject({ outcome: 'succeeded' })
    expect(await ended(pools, instanceId)).toMatchObject({ detail: 'stopped by hand' })
  })

  it('now also ends one that drains for too long', async () => {
    const { pools, calls } = open()
    pools.add('deeds', { timeoutMs: 60_000 })
    const key = pools.run({ sleep: 60_000 })
    const { instanceId } = await pools.started(key)
    await calls.stopInstance({ instanceId, when: 'afterTasks' })
    expect(stateOf(pools, instanceId)).toBe('draining')
    await calls.stopInstance({ instanceId, when: 'now' })
    expect(await pools.ended(key)).toMatchObject({ outcome: 'failed' })
  })

  it('is refused for one that does not live', async () => {
    const { calls } = open()
    const refused = expect.objectContaining({ code: 'instance_not_found' })
    await expect(calls.stopInstance({ instanceId: 'c-none', when: 'now' })).rejects.toThrow(refused)
    await expect(calls.restartInstance('c-none')).rejects.toThrow(refused)
    expect(await calls.samplesOf('c-none')).toBeNull()
  })
})

describe('restarting an instance', () => {
  it('starts another one, and ends this one after what it runs', async () => {
    const { pools, calls } = open()
    pools.add('deeds')
    const instanceId = await pools.result({ instance: 0 })
    const key = pools.run({ sleep: 300 })
    await pools.started(key)
    await calls.restartInstance(instanceId)
    const [, other] = await idle(pools, 2)
    expect(await pools.ended(key)).toMatchObject({ outcome: 'succeeded', instanceId })
    expect(await ended(pools, instanceId)).toMatchObject({ detail: 'restarted by hand' })
    expect(await pools.result({ instance: 0 })).toBe(other)
  })

  it('waits for its end where there may be only one', async () => {
    const { pools, calls } = open()
    pools.add('deeds', { maxInstances: 1 })
    const instanceId = await pools.result({ instance: 0 })
    await calls.restartInstance(instanceId)
    await ended(pools, instanceId)
    const [, other] = await idle(pools, 2)
    const startOfOther = pools.reports.findIndex((one) => one.instanceId === other)
    const endOfFirst = pools.reports.findIndex((one) => one.instanceId === instanceId && one.state === 'stopped')
    expect(startOfOther).toBeGreaterThan(endOfFirst)
  })
})

describe('pre-warming a function', () => {
  it('gives ready instances, and the next tasks start no other', async () => {
    const { pools, calls } = open()
    const { functionId } = pools.add('deeds')
    expect(await calls.prewarm({ functionId, count: 2 })).toEqual({ startedCount: 2, refusal: null })
    const warm = await idle(pools, 2)
    expect(await calls.liveInstances()).toMatchObject([
      { state: 'idle', servedCount: 0, idleSinceMs: expect.any(Number), stopsAtMs: expect.any(Number) },
      { state: 'idle' },
    ])
    expect(warm).toContain(await pools.result({ instance: 0 }))
    expect(pools.reports.filter(({ state }) => state === 'starting')).toHaveLength(2)
  })

  it('says why there are not more', async () => {
    const { pools, calls } = open({ machineConcurrency: 3 })
    const { functionId } = pools.add('deeds', { maxInstances: 2 })
    pools.add('deeds', { functionId: 2, functionName: 'other' })
    expect(await calls.prewarm({ functionId, count: 3 })).toEqual({
      startedCount: 2,
      refusal: expect.stringContaining('the function may have 2 instances at once'),
    })
    expect(await calls.prewarm({ functionId: 2, count: 2 })).toEqual({
      startedCount: 1,
      refusal: expect.stringContaining('this machine'),
    })
  })

  it('says that an instance cannot be started, and is refused for a function that is not there', async () => {
    const { pools, calls } = open()
    pools.add('deeds', { codePath: '/nowhere/at/all' })
    expect(await calls.prewarm({ functionId: 1, count: 2 })).toEqual({
      startedCount: 0,
      refusal: expect.stringContaining('/nowhere/at/all does not exist'),
    })
    const refused = expect.objectContaining({ code: 'function_not_found' })
    await expect(calls.prewarm({ functionId: 99, count: 1 })).rejects.toThrow(refused)
    pools.pools.removeFunction(1)
    await expect(calls.prewarm({ functionId: 1, count: 1 })).rejects.toThrow(refused)
  })

  it('waits for the store to say which functions there are', async () => {
    const pools = openPools()
    const calls = instanceCalls({ pools: pools.pools, revision: new Revision(), knowsFunctions: () => false })
    const unavailable = expect.objectContaining({ code: 'unavailable' })
    await expect(calls.prewarm({ functionId: 1, count: 1 })).rejects.toThrow(unavailable)
    expect(await calls.revisionAfter(NO_REVISION)).toEqual(expect.any(Number))
  })
})
