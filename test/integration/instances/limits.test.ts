import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../support/fakeClock.ts'
import { openPools } from '../../support/testPools.ts'

const MB = 1_048_576
const OOM = /^Function exceeded its memory limit of 128MB \(maxMemoryUsage: \d+\.\d\dMB\)$/

describe('a time-out', () => {
  it.each([
    ['a handler that waits', { sleep: 60_000 }],
    ['a handler that never yields', { spin: 60_000 }],
  ])('ends %s', async (_what, deed) => {
    const pools = openPools()
    pools.add('deeds', { timeoutMs: 1_000 })
    const { errorType, body } = await pools.failure(deed)
    expect(errorType).toBe('UnhandledInvocationError')
    expect(body).toEqual({
      errorMessage: expect.stringMatching(/^Function timed out after 1 second \(maxMemoryUsage: \d+\.\d\dMB\)$/),
    })
    expect(await pools.result({ sleep: 0 })).toBe('slept')
  })

  it('begins only when the code is loaded and the instance is initialized', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('hooks', { initializer: { handler: 'index.callbackInitializer', timeoutMs: 60_000 }, timeoutMs: 1_000 })
    const key = pools.run('')
    for (let second = 0; second < 5; second++) {
      clock.advanceMs(1_000)
      pools.pools.tick()
    }
    expect(await pools.ended(key)).toMatchObject({ outcome: 'succeeded' })
  })

  it('is never early, and late by a tick at most', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('deeds', { timeoutMs: 2_000 })
    await pools.result({ sleep: 0 })
    clock.advanceMs(99) // between two ticks
    const key = pools.run({ sleep: 60_000 })
    const passes = async (ms: number) => {
      clock.advanceMs(ms)
      pools.pools.tick()
      for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate) // judged after what has arrived was read
    }
    await passes(1)
    await passes(1_000)
    await passes(998)
    expect(pools.printed(key, 'system')).toBe('')
    await passes(1)
    expect(pools.printed(key, 'system')).toMatch(/^Function timed out after 2 seconds/)
    expect(await pools.ended(key)).toMatchObject({ outcome: 'failed', durationMs: 2_000 })
  })

  it('does not strike a handler because the host was stopped', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('deeds', { timeoutMs: 3_000 })
    const key = pools.run({ sleep: 300 })
    clock.advanceMs(1_000)
    pools.pools.tick()
    clock.advanceMs(60_000)
    pools.pools.tick()
    expect(await pools.ended(key)).toMatchObject({ outcome: 'succeeded' })
  })

  it('does not strike a handler that has answered while this thread was busy', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('deeds', { timeoutMs: 1_000 })
    await pools.result({ sleep: 0 })
    const key = pools.run({ sleep: 5 })
    await new Promise(process.nextTick) // sent
    for (const endMs = Date.now() + 200; Date.now() < endMs; ); // this thread reads nothing
    clock.advanceMs(1_500)
    pools.pools.tick()
    expect(await pools.ended(key)).toMatchObject({ outcome: 'succeeded' })
  })

  it('of one attempt costs its neighbours in the same instance', async () => {
    const clock = new FakeClock()
    const pools = openPools({ clock })
    pools.add('deeds', { timeoutMs: 1_000, instanceConcurrency: 2, maxInstances: 1 })
    await pools.result({ sleep: 0 })
    const late = pools.run({ sleep: 60_000 })
    clock.advanceMs(500)
    const neighbour = pools.run({ sleep: 60_000 })
    clock.advanceMs(500)
    pools.pools.tick()
    expect(await pools.ended(late)).toMatchObject({ errorBody: expect.stringContaining('timed out') })
    expect(await pools.ended(neighbour)).toMatchObject({
      errorBody: expect.stringContaining('Process exited unexpectedly'),
    })
  })
})

describe('the memory limit', () => {
  it.each([
    ['buffers', { allocateBuffers: 512 }],
    ['the heap', { allocateHeap: true }],
    ['a child process', { allocateInChild: 512 }],
  ])('ends a handler whose memory is in %s', async (_what, deed) => {
    const pools = openPools()
    pools.add('deeds', { memoryBytes: 128 * MB, timeoutMs: 60_000 })
    const { errorType, body } = await pools.failure(deed)
    expect(errorType).toBe('UnhandledInvocationError')
    expect(body).toEqual({ errorMessage: expect.stringMatching(OOM), errorType: 'FunctionOOMError' })
    expect(await pools.result({ sleep: 0 })).toBe('slept')
  })

  it('leaves alone a handler that stays below it', async () => {
    const pools = openPools()
    pools.add('deeds', { memoryBytes: 512 * MB, timeoutMs: 60_000 })
    const end = await pools.call({ allocateBuffers: 128 })
    expect(end).toMatchObject({ outcome: 'succeeded' })
    expect(end.outcome === 'succeeded' && end.peakMemoryBytes).toBeGreaterThan(128 * MB)
  })
})
