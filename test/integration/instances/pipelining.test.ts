import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openPools, type TestPools } from '../../support/testPools.ts'

type Run = { id: string; begin: string; end: string; most: number; instanceId: string }
const runsOf = async (pools: TestPools, keys: number[]): Promise<Run[]> => {
  const ends = await Promise.all(keys.map((key) => pools.ended(key)))
  return ends.flatMap((end) => (end.outcome === 'succeeded' ? [JSON.parse(String(end.result)) as Run] : []))
}
/** On the clock that all processes share. */
function mostAtOnce(runs: Run[]): number {
  const edges = runs.flatMap(({ begin, end }) => [
    { at: BigInt(begin), change: 1 },
    { at: BigInt(end), change: -1 },
  ])
  edges.sort((left, right) => (left.at === right.at ? left.change - right.change : left.at < right.at ? -1 : 1))
  let now = 0
  return Math.max(...edges.map(({ change }) => (now += change)))
}
const ran = (codePath: string) => readFileSync(join(codePath, 'ran'), 'utf8').trim().split('\n')
const startedCount = (pools: TestPools) => pools.reports.filter(({ state }) => state === 'starting').length

async function warm(pools: TestPools): Promise<void> {
  for (let id = 0; id < 30; id++) await pools.result({ id: `warm-${id}`, ms: 0 })
  expect([...pools.pools.depths()][0]![1]).toBeGreaterThan(8)
}

describe('invocations that are sent ahead', () => {
  it('never run more at once than the machine allows, across functions and when runs become long', async () => {
    const pools = openPools({ machineConcurrency: 2 })
    pools.add('recorder', { maxInstances: 8, timeoutMs: 60_000 })
    await warm(pools)
    pools.add('recorder', { functionId: 2, maxInstances: 8, timeoutMs: 60_000 })
    const keys = Array.from({ length: 24 }, (_, index) =>
      pools.run({ id: `long-${index}`, ms: 30 }, { functionId: 1 + (index % 2) }),
    )
    const runs = await runsOf(pools, keys)
    expect(runs).toHaveLength(24)
    expect(mostAtOnce(runs)).toBe(2)
  })

  it('never run more at once than the function allows, whatever their lengths', async () => {
    const invocation = fc.record({
      ms: fc.oneof({ weight: 8, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) }),
      spin: fc.boolean(),
    })
    const batches = fc.record({
      concurrency: fc.constantFrom(1, 2, 5),
      maxInstances: fc.constantFrom(1, 3),
      batch: fc.array(invocation, { minLength: 20, maxLength: 120 }),
    })
    await fc.assert(
      fc.asyncProperty(batches, async ({ concurrency, maxInstances, batch }) => {
        const pools = openPools()
        const { codePath } = pools.add('recorder', {
          instanceConcurrency: concurrency,
          maxInstances,
          timeoutMs: 60_000,
        })
        const keys = batch.map((each, id) => pools.run({ id: String(id), ...each }))
        const runs = await runsOf(pools, keys)
        expect(runs.length).toBe(batch.length)
        expect(ran(codePath).sort()).toEqual(batch.map((_, id) => String(id)).sort())
        expect(Math.max(...runs.map(({ most }) => most))).toBeLessThanOrEqual(concurrency)
        expect(mostAtOnce(runs)).toBeLessThanOrEqual(concurrency * maxInstances)
        await pools.close()
      }),
      { numRuns: 12 },
    )
  })

  it('are handed to others when the one before them takes long', async () => {
    const pools = openPools()
    pools.add('recorder', { maxInstances: 2, timeoutMs: 60_000 })
    await warm(pools)
    const slow = pools.run({ id: 'slow', ms: 2_000 })
    const others = Array.from({ length: 20 }, (_, id) => pools.run({ id: String(id), ms: 0 }))
    await Promise.all(others.map((key) => pools.ended(key)))
    expect(pools.ends.has(slow)).toBe(false)
    expect(startedCount(pools)).toBe(2)
    expect(await pools.ended(slow)).toMatchObject({ outcome: 'succeeded' })
  })

  it('stay behind one that blocks the process, and run after it', async () => {
    const pools = openPools()
    const { codePath } = pools.add('recorder', { maxInstances: 2, timeoutMs: 60_000 })
    await warm(pools)
    const keys = [pools.run({ id: 'slow', ms: 500, spin: true })]
    for (let id = 0; id < 20; id++) keys.push(pools.run({ id: String(id), ms: 0 }))
    expect((await runsOf(pools, keys)).length).toBe(21)
    expect(new Set(ran(codePath)).size).toBe(ran(codePath).length)
  })

  it('are neither lost nor run twice when the process dies in the middle', async () => {
    const pools = openPools()
    const { codePath } = pools.add('recorder', { maxInstances: 2, timeoutMs: 60_000 })
    await warm(pools)
    const keys: number[] = []
    const crashes: number[] = []
    for (let id = 0; id < 400; id++) {
      const crash = id % 97 === 50
      keys.push(pools.run({ id: String(id), ms: 0, crash }))
      if (crash) crashes.push(keys.at(-1)!)
    }
    const runs = await runsOf(pools, keys)
    expect(runs.length).toBe(400 - crashes.length)
    for (const key of crashes) {
      expect(pools.ends.get(key)).toMatchObject({
        outcome: 'failed',
        errorBody: expect.stringMatching(/Process exited/),
      })
    }
    const ids = ran(codePath).filter((id) => !id.startsWith('warm'))
    expect(ids.sort()).toEqual(Array.from({ length: 400 }, (_, id) => String(id)).sort())
  })

  it('that were sent to the old code run on the new when they had not begun', async () => {
    const pools = openPools()
    pools.add('recorder', { maxInstances: 2, timeoutMs: 60_000 })
    await warm(pools)
    const slow = pools.run({ id: 'slow', ms: 300 })
    const ahead = pools.run({ id: 'ahead', ms: 0 })
    pools.add('results', { revision: 2, handler: 'index.echo', maxInstances: 2 })
    expect(await pools.ended(ahead)).toMatchObject({ outcome: 'succeeded', result: '{"id":"ahead","ms":0}' })
    expect(await pools.ended(slow)).toMatchObject({
      outcome: 'succeeded',
      result: expect.stringContaining('"id":"slow"'),
    })
  })

  it('let a single instance run tens of thousands a second', async () => {
    const pools = openPools()
    pools.add('results', { maxInstances: 1 })
    const count = 40_000
    const beganMs = performance.now()
    const keys = Array.from({ length: count }, () => pools.run('text'))
    await Promise.all(keys.map((key) => pools.ended(key)))
    const perSecond = count / ((performance.now() - beganMs) / 1_000)
    expect(startedCount(pools)).toBe(1)
    expect(perSecond).toBeGreaterThan(10_000) // a sixth of what an idle machine does
  })
})
