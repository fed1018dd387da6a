import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../support/fakeClock.ts'
import { fixtureCode, openPools, type TestPools } from '../../support/testPools.ts'
import { until } from '../../support/until.ts'

/** In steps that count as being awake. */
function pass(clock: FakeClock, pools: TestPools, ms: number): void {
  for (let left = ms; left > 0; left -= 1_000) {
    clock.advanceMs(Math.min(left, 1_000))
    pools.pools.tick()
  }
}
const idle = (pools: TestPools) => pools.report(({ state }) => state === 'idle', 'an idle instance')
const startedCount = (pools: TestPools) => pools.reports.filter(({ state }) => state === 'starting').length

describe('an instance', () => {
  it('is used again', async () => {
    const pools = openPools()
    pools.add('deeds')
    const first = await pools.result({ pid: 0 })
    expect(await pools.result({ pid: 0 })).toBe(first)
    expect(startedCount(pools)).toBe(1)
  })

  it('is reported at every change, first of all before it gets a task', async () => {
    const pools = openPools()
    pools.add('deeds')
    await pools.result({ sleep: 60 })
    await until(() => pools.reports.length === 4, { what: 'four reports' })
    await pools.close()
    expect(pools.reports.map(({ state }) => state)).toEqual(['starting', 'idle', 'busy', 'idle', 'draining', 'stopped'])
    const [starting, idleReport] = pools.reports
    expect(starting).toMatchObject({
      functionId: 1,
      codeHash: 'hash-1',
      interpreterVersion: process.version,
      pid: expect.any(Number),
      pidStartedAtTicks: expect.any(Number),
      coldStartMs: null,
    })
    expect(idleReport).toMatchObject({ coldStartMs: expect.any(Number), pid: expect.any(Number) })
  })

  it('ends when it was idle for long enough, and not before', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('deeds', { idleTimeoutMs: 60_000 })
    await pools.result({ sleep: 0 })
    pass(clock, pools, 59_000)
    await pools.result({ sleep: 0 }) // starts the wait anew
    pass(clock, pools, 59_000)
    expect(pools.living.length).toBe(1)
    pass(clock, pools, 1_000)
    const { detail } = await pools.report(({ state }) => state === 'stopped')
    expect(detail).toBe('idle for 60 s')
  })

  it('does not count the time in which the host was stopped as idle', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('deeds', { idleTimeoutMs: 10_000 })
    await pools.result({ sleep: 0 })
    pass(clock, pools, 1_000)
    clock.advanceMs(3_600_000)
    pools.pools.tick()
    expect(await pools.result({ instance: 0 })).toBe(pools.living[0])
    expect(startedCount(pools)).toBe(1)
  })

  it('runs as many at once as the function allows, in the same process', async () => {
    const pools = openPools()
    pools.add('deeds', { instanceConcurrency: 10, maxInstances: 1 })
    await pools.result({ pid: 0 })
    const beganMs = performance.now()
    const keys = Array.from({ length: 10 }, () => pools.run({ sleep: 300 }))
    await Promise.all(keys.map((key) => pools.ended(key)))
    expect(performance.now() - beganMs).toBeLessThan(1_500)
    expect(startedCount(pools)).toBe(1)
  })
})

describe('the instances of a function', () => {
  it('are never more than its maximum', async () => {
    const pools = openPools({ maxStartsAtOnce: 16 })
    pools.add('deeds', { maxInstances: 2 })
    const keys = Array.from({ length: 6 }, () => pools.run({ sleep: 100 }))
    await Promise.all(keys.map((key) => pools.ended(key)))
    expect(startedCount(pools)).toBe(2)
  })

  it('start no more at once than the machine allows', async () => {
    const pools = openPools({ maxStartsAtOnce: 2 })
    pools.add('deeds', { maxInstances: 5, timeoutMs: 60_000 })
    const keys = Array.from({ length: 5 }, () => pools.run({ sleep: 60_000 }))
    await Promise.all(keys.map((key) => pools.started(key)))
    const starting = new Set<string>()
    let most = 0
    for (const { instanceId, state } of pools.reports) {
      if (state === 'starting') starting.add(instanceId)
      else starting.delete(instanceId)
      most = Math.max(most, starting.size)
    }
    expect(most).toBe(2)
    expect(startedCount(pools)).toBe(5)
  })

  it('are not started in numbers for a burst that the first ones eat', async () => {
    const pools = openPools({ maxStartsAtOnce: 2 })
    pools.add('deeds', { maxInstances: 100 })
    const keys = Array.from({ length: 500 }, () => pools.run({ pid: 0 }))
    await Promise.all(keys.map((key) => pools.ended(key)))
    expect(startedCount(pools)).toBeLessThan(10) // two on a machine that has nothing else to do
  })

  it('take turns with those of other functions in starting', async () => {
    const pools = openPools({ maxStartsAtOnce: 1 })
    pools.add('deeds', { functionId: 1, maxInstances: 2 })
    pools.add('deeds', { functionId: 2, maxInstances: 2 })
    const keys = [1, 1, 2, 2].map((functionId) => pools.run({ sleep: 200 }, { functionId }))
    const ends = await Promise.all(keys.map((key) => pools.ended(key)))
    expect(ends.map(({ outcome }) => outcome)).toEqual(Array(4).fill('succeeded'))
  })
})

describe('a new revision of a function', () => {
  it('lets a busy instance finish on the old code and runs the next task on the new', async () => {
    const pools = openPools()
    pools.add('deeds', { codeHash: 'old' })
    const running = pools.run({ sleep: 400 })
    await pools.started(running)
    pools.add('results', { revision: 2, codeHash: 'new' })
    expect(await pools.result('text')).toBe('plain text')
    expect(await pools.ended(running)).toMatchObject({ outcome: 'succeeded', result: 'slept' })
    const { codeHash } = await pools.report(({ state }) => state === 'stopped')
    expect(codeHash).toBe('old')
    expect(pools.living.length).toBe(1)
  })

  it('ends idle instances at once', async () => {
    const pools = openPools()
    pools.add('deeds')
    await pools.result({ sleep: 0 })
    pools.add('deeds', { revision: 2 })
    const { detail } = await pools.report(({ state }) => state === 'stopped')
    expect(detail).toBe('its code or configuration has changed')
  })

  it('leaves an instance to whoever is logged in to it, and the new code has its place meanwhile', async () => {
    const pools = openPools()
    pools.add('deeds', { maxInstances: 1 })
    const running = pools.run({ sleep: 50 })
    const { instanceId } = await pools.started(running)
    const [old] = [...pools.pools.instances()].filter(({ id }) => id === instanceId)
    old?.setTerminals(1)
    pools.add('results', { revision: 2, maxInstances: 1 })
    await pools.ended(running)
    expect(await pools.result('text')).toBe('plain text')
    expect(old?.live).toMatchObject({ state: 'draining', terminalCount: 1 })
    expect(pools.living.length).toBe(2)
    old?.setTerminals(0)
    const stopped = await pools.report(({ state }) => state === 'stopped')
    expect(stopped).toMatchObject({ instanceId, detail: 'its code or configuration has changed' })
  })

  it('does not keep an instance with a terminal that is told to end, or to stop what it runs', async () => {
    const pools = openPools()
    pools.add('deeds')
    const running = pools.run({ sleep: 60_000 })
    await pools.started(running)
    const [old] = pools.pools.instances()
    old?.setTerminals(1)
    pools.add('results', { revision: 2 })
    pools.pools.stop(running)
    await pools.report(({ state }) => state === 'stopped')
    expect(await pools.ended(running)).toMatchObject({ outcome: 'stopped' })
  })

  it('that is none changes nothing', async () => {
    const pools = openPools()
    const codePath = fixtureCode('deeds')
    pools.add('deeds', { codePath })
    const before = await pools.result({ instance: 0 })
    pools.add('deeds', { codePath })
    expect(await pools.result({ instance: 0 })).toBe(before)
  })

  it('is what waiting tasks run on', async () => {
    const pools = openPools()
    pools.add('deeds', { maxInstances: 1 })
    const running = pools.run({ sleep: 200 })
    const waiting = pools.run('text')
    await pools.started(running)
    pools.add('results', { revision: 2, maxInstances: 1 })
    expect(await pools.ended(waiting)).toMatchObject({ outcome: 'succeeded', result: 'plain text' })
  })
})

describe('a deleted function', () => {
  it('lets what runs finish and makes what waits invalid', async () => {
    const pools = openPools()
    pools.add('deeds', { maxInstances: 1 })
    const running = pools.run({ sleep: 200 })
    const waiting = pools.run({ pid: 0 })
    await pools.started(running)
    pools.pools.removeFunction(1)
    expect(pools.ends.get(waiting)).toEqual({ outcome: 'invalid', reason: 'the function was deleted' })
    expect(await pools.ended(running)).toMatchObject({ outcome: 'succeeded' })
    await pools.report(({ state }) => state === 'stopped')
    expect(await pools.call({ pid: 0 })).toEqual({ outcome: 'invalid', reason: 'the function was deleted' })
  })
})

describe('stopping a task', () => {
  it('that waits for an instance takes it out of the line', async () => {
    const pools = openPools()
    pools.add('deeds', { maxInstances: 1 })
    const running = pools.run({ sleep: 200 })
    const waiting = pools.run({ pid: 0 })
    await pools.started(running)
    pools.pools.stop(waiting)
    expect(pools.ends.get(waiting)).toEqual({ outcome: 'stopped', facts: null })
    expect(await pools.ended(running)).toMatchObject({ outcome: 'succeeded' })
  })

  it.each([{ sleep: 60_000 }, { spin: 60_000 }])('that runs costs its instance: %o', async (deed) => {
    const pools = openPools()
    pools.add('deeds', { timeoutMs: 60_000 })
    const key = pools.run(deed)
    const { instanceId } = await pools.started(key)
    pools.pools.stop(key)
    expect(await pools.ended(key)).toMatchObject({ outcome: 'stopped', facts: { instanceId } })
    await pools.report((report) => report.instanceId === instanceId && report.state === 'stopped')
    expect(await pools.result({ sleep: 0 })).toBe('slept')
  })

  it('that was sent ahead takes it back; what runs before it goes on', async () => {
    const pools = openPools()
    pools.add('recorder', { maxInstances: 1, timeoutMs: 60_000 })
    for (let id = 0; id < 20; id++) await pools.result({ id, ms: 0 })
    expect([...pools.pools.depths()][0]?.[1]).toBeGreaterThan(1)
    const running = pools.run({ id: 'running', ms: 300 })
    const ahead = pools.run({ id: 'ahead', ms: 0 })
    pools.pools.stop(ahead)
    expect(await pools.ended(ahead)).toEqual({ outcome: 'stopped', facts: null })
    expect(await pools.ended(running)).toMatchObject({ outcome: 'succeeded' })
    expect(startedCount(pools)).toBe(1)
  })

  it('that has ended is ignored', async () => {
    const pools = openPools()
    pools.add('deeds')
    const key = pools.run({ pid: 0 })
    await pools.ended(key)
    pools.pools.stop(key)
    pools.pools.stop(4_711)
    expect(await pools.result({ sleep: 0 })).toBe('slept')
    expect(startedCount(pools)).toBe(1)
  })
})

describe('closing', () => {
  it('releases what waits, stops what runs, and ends every instance', async () => {
    const pools = openPools()
    pools.add('deeds', { maxInstances: 1, timeoutMs: 60_000 })
    const running = pools.run({ sleep: 60_000 })
    const waiting = pools.run({ pid: 0 })
    await pools.started(running)
    await pools.close()
    expect(pools.ends.get(running)).toMatchObject({ outcome: 'stopped', facts: { durationMs: expect.any(Number) } })
    expect(pools.ends.get(waiting)).toEqual({ outcome: 'released' })
    expect(pools.living).toEqual([])
    expect(await pools.call({ pid: 0 })).toEqual({ outcome: 'released' })
  })

  it('waits for instances that are just starting', async () => {
    const pools = openPools()
    pools.add('deeds')
    const key = pools.run({ pid: 0 })
    await pools.close()
    expect(pools.ends.get(key)).toEqual({ outcome: 'released' })
    expect(pools.living).toEqual([])
  })

  it('resolves at once when there is nothing', async () => {
    await openPools().close()
  })

  it('leaves the instances of another host alone', async () => {
    const [one, other] = [openPools(), openPools()]
    one.add('deeds')
    other.add('deeds')
    await one.result({ pid: 0 })
    const before = await other.result({ instance: 0 })
    await one.close()
    expect(await other.result({ instance: 0 })).toBe(before)
    await idle(other)
  })
})
